import { ConfigError } from '../../../errors.ts';

/** The address that `variable` holds. `such` says what belongs there: "http://localhost:3000". */
export function readWebAddress(variable: string, value: string, such: string): URL {
  const url = URL.parse(value);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  throw new ConfigError(
    `${variable} is no web address. Write it with http:// or https://, for instance ${such}.`,
  );
}

/** Below the web address, whose own path and query stay. */
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
