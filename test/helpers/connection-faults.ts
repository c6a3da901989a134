import type { Handler } from './raw-server.ts';

/** What can go wrong with any answer, whatever the protocol, and what comes of it. */
export const connectionFaults: readonly [what: string, answer: Handler, outcome: string][] = [
  ['401', (exchange) => exchange.answer(401, { error: 'secret' }), ' | auth'],
  ['413', (exchange) => exchange.answer(413), ' | too_large'],
  ['429', (exchange) => exchange.answer(429, { message: 'secret' }), ' | rate_limit'],
  ['500 and no JSON', (exchange) => exchange.answer(500, 'Error'), ' | server'],
  ['502 and a web page', (exchange) => exchange.answer(502, '<html></html>'), ' | server'],
  ['503', (exchange) => exchange.answer(503, { detail: 'secret' }), ' | overloaded'],
  [
    'a redirect',
    (exchange) => exchange.answer(302, '', { location: 'http://127.0.0.1:1/' }),
    ' | protocol',
  ],
  [
    'a web page',
    (exchange) => exchange.answer(200, '\n<!DOCTYPE html><p>Just a moment...'),
    ' | protocol',
  ],
  [
    'a compressed answer',
    (exchange) => exchange.answer(200, 'x', { 'content-encoding': 'zstd' }),
    ' | protocol',
  ],
  ['a connection that breaks at once', (exchange) => exchange.reset(), ' | connect'],
];
