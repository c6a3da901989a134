import type { IncomingHttpHeaders } from 'node:http';

/** The addresses under which a server answers. */
export interface Audience {
  /** The name of the server, in sentences. */
  readonly name: string;
  /** `127.0.0.1:8080`, `parley.example.org`. */
  readonly hosts: readonly string[];
  /** `http://127.0.0.1:8080`. */
  readonly origins: readonly string[];
}

/** The addresses of a server that listens on loopback, or on the address `own`. */
export function localAudience(name: string, port: number, own: readonly string[] = []): Audience {
  const names = [...new Set(['127.0.0.1', 'localhost', ...own])];
  // Browsers leave out the port of http.
  const urls = names.map((each) => new URL(`http://${each}:${port}`));
  return { name, hosts: urls.map(({ host }) => host), origins: urls.map(({ origin }) => origin) };
}

/**
 * The reason to refuse a request, or `undefined`. Listening on loopback is not enough protection: a
 * page elsewhere can point its own name at 127.0.0.1 (DNS rebinding: a foreign Host) or send
 * requests across sites (a foreign Origin).
 */
export function findRefusal(
  { host = '', origin }: Pick<IncomingHttpHeaders, 'host' | 'origin'>,
  { name, hosts, origins }: Audience,
): string | undefined {
  if (!hosts.includes(host)) return `The ${name} answers only as ${hosts.join(' or ')}.`;
  const isOwn = origin === undefined || origins.includes(origin);
  return isOwn ? undefined : `The ${name} answers only its own page.`;
}
