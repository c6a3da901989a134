import { joinWebAddress } from '../settings/web-address.ts';

/** A path that says itself which API it belongs to. */
const OWN_API = /^(v\d+\w*|api)\//;
const VERSION_AT_THE_END = /\/v\d+\w*\/*$/;

/**
 * The address of `path` below `baseUrl`, whose own query stays. Where the path begins with a version, the one at the end of the
 * base address gives way: some vendors write it there, and people copy it.
 */
export function joinUrl(
  baseUrl: URL,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string {
  const [, api] = OWN_API.exec(path) ?? [];
  if (api === undefined) return joinWebAddress(baseUrl, path, query);
  const root = new URL(baseUrl);
  root.pathname = root.pathname
    .replace(new RegExp(`/${api}/*$`), '')
    .replace(VERSION_AT_THE_END, '');
  return joinWebAddress(root, path, query);
}
