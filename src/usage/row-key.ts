import { createHash } from 'node:crypto';
import type { UsageOrigin } from './usage-origin.ts';

/** Rows are `usage:<day>:<platform>:<person>:<hash>`: the keys tell those of a day and a person. */
const ROWS_PREFIX = 'usage:';

/** Holds are `usage-hold:<id>`. */
export const HOLDS_PREFIX = 'usage-hold:';
/** Names that people know are `usage-name:<kind>:<platform>:<id>`. */
export const NAMES_PREFIX = 'usage-name:';
/** People whose rows of a month lose their id when it ends are `usage-forgotten:<platform>:<id>`. */
export const FORGOTTEN_PREFIX = 'usage-forgotten:';

/** Rows of one day and person that share this many characters of a hash do not occur. */
const HASH_LENGTH = 11;

/** The beginning of the keys of rows. */
export function rowsPrefix(day: string, platform?: string, personId?: string): string {
  const parts = [day, platform, platform === undefined ? undefined : personId];
  return `${ROWS_PREFIX}${parts
    .filter((part) => part !== undefined)
    .map((part) => `${encodeURIComponent(part)}:`)
    .join('')}`;
}

/** The key of a row. */
export function rowKey(origin: UsageOrigin): string {
  const { day, platform, channelId, server, scopes, purpose, provider, model, keyAlias } = origin;
  const parts = [channelId, server, scopes, purpose, provider, model, keyAlias];
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
  return rowsPrefix(day, platform, ownerOf(origin)) + hash.slice(0, HASH_LENGTH);
}

/** The person whose data a row is, although nobody may have asked: a summary of their direct messages. */
function ownerOf({ personId, personal, channelId }: UsageOrigin): string {
  if (personId !== undefined) return personId;
  if (personal === 'direct') return chatOf(channelId);
  return personal === 'place' ? channelId.slice(channelId.lastIndexOf('/') + 1) : '';
}

/** The chat of a direct message that may be a topic of it. */
export function chatOf(channelId: string): string {
  return channelId.split('/', 1)[0] ?? channelId;
}
