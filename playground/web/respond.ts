import type { ServerResponse } from 'node:http';

// `blob:` addresses are files that the person chose on this page and did not send yet.
// `style-src` without 'unsafe-inline' still lets scripts set single properties; message text never
// becomes markup anyway.
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/**
 * Begins an answer of the page's server. All answers begin here, so that each one has the
 * protecting headers.
 */
export function respond(response: ServerResponse, status: number, type: string): ServerResponse {
  return response.writeHead(status, { ...HEADERS, 'content-type': type });
}

/** Sends a value as JSON. */
export function respondJson(response: ServerResponse, status: number, value: unknown): void {
  respond(response, status, 'application/json; charset=utf-8').end(JSON.stringify(value));
}
