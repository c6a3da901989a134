/**
 * Splits STORE_URL into its scheme, in lower case, and
 * its path. The scheme is empty when there is none.
 */
export function splitUrl(url: string): { readonly scheme: string; readonly path: string } {
  const [, scheme = '', path = ''] = /^([a-z0-9+]+):(?:\/\/)?(.*)$/i.exec(url) ?? [];
  return { scheme: scheme.toLowerCase(), path };
}
