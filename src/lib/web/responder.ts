import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Begins the answers of a page's server, so that each one has the protecting headers. */
export interface Responder {
  respond(response: ServerResponse, status: number, type: string): ServerResponse;
  /** Sends a value as JSON. */
  respondJson(response: ServerResponse, status: number, value: unknown): void;
}

const HEADERS = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/**
 * Creates the responder of a page that loads nothing from elsewhere. `sources` are the other kinds of content
 * that it shows, as in a content security policy: `img-src 'self' blob:`.
 */
export function createResponder(
  sources: readonly string[],
  headers: OutgoingHttpHeaders = {},
): Responder {
  const policy = [
    // `style-src` without 'unsafe-inline' still lets scripts set single properties; message text never
    // becomes markup anyway.
    "default-src 'none'; script-src 'self'; style-src 'self'",
    ...sources,
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  ].join('; ');
  const all = { ...HEADERS, ...headers, 'content-security-policy': policy };

  const respond: Responder['respond'] = (response, status, type) =>
    response.writeHead(status, { ...all, 'content-type': type });

  return {
    respond,
    respondJson: (response, status, value) =>
      void respond(response, status, 'application/json; charset=utf-8').end(JSON.stringify(value)),
  };
}
