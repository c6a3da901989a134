import type { ProviderErrorKind } from '../../../src/contracts/provider.ts';
import type { Protocol } from '../protocols/protocol.ts';
import type { FaultCase } from './fault-cases.ts';

/** The meaning of a status when the body says nothing. */
const STATUSES: readonly (readonly [status: number, kind: ProviderErrorKind])[] = [
  [302, 'protocol'],
  [400, 'bad_request'],
  [401, 'auth'],
  [402, 'payment'],
  [403, 'permission'],
  [404, 'not_found'],
  [408, 'server'],
  [413, 'too_large'],
  [422, 'bad_request'],
  [429, 'rate_limit'],
  [500, 'server'],
  [502, 'server'],
  [503, 'overloaded'],
  [504, 'server'],
  [520, 'server'],
  [529, 'overloaded'],
];
const BAD_GATEWAY = '<html><body>502 Bad Gateway</body></html>';
const VERY_LONG = 1_000_000;

/** Responses with another status than 200: with the words of the vendor, and without a word. */
export function refusals({ refusals: vendorRefusals }: Protocol): readonly FaultCase[] {
  return [
    ...STATUSES.flatMap(([status, kind]) => [
      refusal(status, '', kind),
      refusal(status, JSON.stringify({ error: { message: 'secret' } }), kind),
    ]),
    ...vendorRefusals.map(([status, body, kind]) => refusal(status, toText(body), kind)),
    refusal(502, BAD_GATEWAY, 'server'),
    refusal(403, '<!DOCTYPE html><title>Just a moment...</title>', 'protocol'),
    refusal(400, '{"error": {"mess', 'bad_request'),
    { ...refusal(500, 'x'.repeat(VERY_LONG), 'server'), name: 'a very long refusal' },
    {
      name: 'a refusal that breaks off',
      reply: { status: 429, body: '{"err', ending: 'cut' },
      outcome: ' | rate_limit',
    },
    {
      name: 'a refusal that never ends',
      reply: { status: 503, body: '', ending: 'silence' },
      outcome: ' | overloaded',
    },
  ];
}

function toText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function refusal(status: number, body: string, kind: ProviderErrorKind): FaultCase {
  const name = `${status} ${body}`;
  return {
    name,
    reply: { status, body, headers: { location: 'http://127.0.0.1:1/' } },
    outcome: ` | ${kind}`,
  };
}
