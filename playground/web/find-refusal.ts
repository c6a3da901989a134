import type { IncomingMessage } from 'node:http';

/**
 * The reason to refuse a request, or `undefined`. Listening on loopback is not enough protection: a
 * page elsewhere can point its own name at 127.0.0.1 (DNS rebinding: a foreign Host) or send
 * requests across sites (a foreign Origin).
 */
export function findRefusal(request: IncomingMessage, port: number): string | undefined {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (!hosts.includes(request.headers.host ?? '')) {
    return `The playground answers only as ${hosts.join(' or ')}.`;
  }

  const origin = request.headers.origin;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) {
    return 'The playground answers only its own page.';
  }
  return undefined;
}
