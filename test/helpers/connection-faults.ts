import type { Handler } from './raw-server.ts';

/** Faults that any answer can have, whatever the protocol: a name, the handler, and the outcome. */
export const connectionFaults: readonly [name: string, handler: Handler, outcome: string][] = [
  ['401', (exchange) => exchange.respond(401, { error: 'secret' }), ' | auth'],
  ['413', (exchange) => exchange.respond(413), ' | too_large'],
  ['429', (exchange) => exchange.respond(429, { message: 'secret' }), ' | rate_limit'],
  ['500 and no JSON', (exchange) => exchange.respond(500, 'Error'), ' | server'],
  ['502 and a web page', (exchange) => exchange.respond(502, '<html></html>'), ' | server'],
  ['503', (exchange) => exchange.respond(503, { detail: 'secret' }), ' | overloaded'],
  [
    'a redirect',
    (exchange) => exchange.respond(302, '', { location: 'http://127.0.0.1:1/' }),
    ' | protocol',
  ],
  [
    'a web page',
    (exchange) => exchange.respond(200, '\n<!DOCTYPE html><p>Just a moment...'),
    ' | protocol',
  ],
  [
    'a compressed answer',
    (exchange) => exchange.respond(200, 'x', { 'content-encoding': 'zstd' }),
    ' | protocol',
  ],
  ['a connection that breaks immediately', (exchange) => exchange.resetConnection(), ' | connect'],
];
