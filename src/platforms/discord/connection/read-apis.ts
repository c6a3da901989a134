import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';

/** The target of requests: they go to `<api>/v<version>/…`. */
export interface MessageApi {
  readonly api: string;
  readonly version: string;
}

/** The address of Discord's own API. */
export const DISCORD = 'https://discord.com/api';
/**
 * 10 is the version that Discord recommends, 9 the newest one of Spacebar. The fields that Parley
 * reads are the same in both.
 */
const VERSIONS = ['10', '9'] as const;

/**
 * Lists the APIs that `DISCORD_API_URL` may mean, the likeliest first: people copy it with and
 * without `/api`, and with and without a version.
 *
 * @throws A `ConfigError` when it is not an http address.
 */
export function readApis(env: Env): readonly [MessageApi, ...MessageApi[]] {
  const address = readVariable(env, 'DISCORD_API_URL')?.replace(/\/+$/, '');
  if (address === undefined) return [{ api: DISCORD, version: VERSIONS[0] }];

  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new ConfigError(
      `DISCORD_API_URL is not an http address. Set it to one like ${DISCORD}, or remove it.`,
    );
  }

  const [, api, version] = /^(.+)\/v(\d+)$/.exec(address) ?? [];
  if (api && version) return [{ api, version }];

  const hasPath = url.pathname !== '/';
  const likeliest = hasPath ? address : `${address}/api`;
  const others = hasPath ? [] : [address];
  const [newest, ...older] = VERSIONS;

  return [
    { api: likeliest, version: newest },
    ...older.map((oldVersion) => ({ api: likeliest, version: oldVersion })),
    ...others.flatMap((base) => VERSIONS.map((anyVersion) => ({ api: base, version: anyVersion }))),
  ];
}
