import { channelKey } from './channel-key.ts';

/** The fields of a `UsageRow` that say what it is about. */
interface NamedRow {
  readonly day: string;
  readonly platform: string;
  readonly personId?: string;
  readonly channelId: string;
  readonly server?: string;
  readonly purpose: string;
  readonly provider: string;
  readonly model: string;
  readonly keyAlias?: string;
}

/** By the way to add rows up (`UsageGroup`): the name of the entry in which a row counts, as in `UsageEntry.name`. */
export const USAGE_ENTRY_NAMES = {
  day: ({ day }) => day,
  'day model': ({ day, provider, model }) => `${day} ${provider}/${model}`,
  model: ({ provider, model }) => `${provider}/${model}`,
  person: ({ platform, personId }) => nameIn(platform, personId),
  channel: ({ platform, channelId }) => nameIn(platform, channelId),
  server: ({ platform, server }) => nameIn(platform, server),
  key: ({ provider, keyAlias }) => (keyAlias === undefined ? provider : `${provider} ${keyAlias}`),
  purpose: ({ purpose }) => purpose,
} as const satisfies Readonly<Record<string, (row: NamedRow) => string>>;

function nameIn(platform: string, id: string | undefined): string {
  return id === undefined || id === '' ? '' : channelKey({ platform, id });
}
