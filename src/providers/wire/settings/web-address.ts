import { ConfigError } from '../../../errors.ts';

/**
 * Reads the web address in `variable`.
 *
 * @param example A valid value for the error: "http://localhost:3000".
 * @throws A `ConfigError` when `value` is not an `http` or `https` address.
 */
export function readWebAddress(variable: string, value: string, example: string): URL {
  const url = URL.parse(value);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;

  throw new ConfigError(
    `${variable} is not a web address. Write it with http:// or https://, for instance ${example}.`,
  );
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
