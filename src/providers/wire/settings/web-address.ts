import { ConfigError } from '../../../errors.ts';

/**
 * A host of this machine or network, with a port: `localhost:11434`. Elsewhere a missing `https://` is not
 * guessed, because a key would travel unencrypted.
 */
const NEARBY_HOST =
  /^(?:[\w-]+|[\w.-]+\.(?:internal|local|lan)|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:]+\]):\d+(?:\/|$)/i;

/**
 * Reads the web address in `variable`. Without a scheme, the address of a host nearby begins with http://.
 *
 * @param example A valid value for the error: "http://localhost:3000".
 * @throws A `ConfigError` when `value` is not an `http` or `https` address.
 */
export function readWebAddress(variable: string, value: string, example: string): URL {
  const url = parseWebAddress(value);
  if (url) return url;

  throw new ConfigError(
    `${variable} is not a web address. Write it with http:// or https://, for instance ${example}.`,
  );
}

/** The same without a complaint. `undefined`: it is no web address. */
export function parseWebAddress(value: string): URL | undefined {
  const url = URL.parse(NEARBY_HOST.test(value) ? `http://${value}` : value);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

/** The address of `path` below `base`, whose own path and query stay. */
export function joinWebAddress(
  base: URL,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);

  return url.href;
}
