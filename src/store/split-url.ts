/** The parts of STORE_URL; a scheme of '' means that it has none. */
export function splitUrl(url: string): { readonly scheme: string; readonly path: string } {
  const [, scheme = '', path = ''] = /^([a-z0-9+]+):(?:\/\/)?(.*)$/i.exec(url) ?? [];
  return { scheme: scheme.toLowerCase(), path };
}
