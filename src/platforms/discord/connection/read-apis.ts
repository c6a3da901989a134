import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';

/** Where requests go: to `<api>/v<version>/…`. */
export interface MessageApi {
  readonly api: string;
  readonly version: string;
}

const DISCORD = 'https://discord.com/api';
/** The one that Discord recommends, and the newest one that Spacebar has. Both tell what is read here in the same words. */
const VERSIONS = ['10', '9'] as const;

/** What the address may mean, likeliest first: people copy it with and without `/api`, and with and without a version. */
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
  const [first = address, ...others] =
    url.pathname === '/' ? [`${address}/api`, address] : [address];
  const inVersions = (base: string) => VERSIONS.map((of) => ({ api: base, version: of }));
  return [
    { api: first, version: VERSIONS[0] },
    ...inVersions(first).slice(1),
    ...others.flatMap(inVersions),
  ];
}
