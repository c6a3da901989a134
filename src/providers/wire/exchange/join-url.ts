import { joinWebAddress } from '../settings/web-address.ts';

/** A path that begins with the version or name of its API. */
const API_PREFIX = /^(v\d+\w*|api)\//;
const VERSION_AT_END = /\/v\d+\w*\/*$/;

/**
 * The address of `path` below `baseUrl`. The query of `baseUrl` stays.
 *
 * Some vendors write the version at the end of their base address, and people copy it. When `path`
 * begins with a version, it replaces that one.
 */
export function joinUrl(
  baseUrl: URL,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const [, api] = API_PREFIX.exec(path) ?? [];
  if (api === undefined) return joinWebAddress(baseUrl, path, query);

  const root = new URL(baseUrl);
  root.pathname = root.pathname.replace(new RegExp(`/${api}/*$`), '').replace(VERSION_AT_END, '');
  return joinWebAddress(root, path, query);
}
