import assert from 'node:assert/strict';
import type { Clock } from '../../../src/lib/clock.ts';
import type { Http } from '../../../src/providers/wire/exchange/http.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';
import { readOutcome } from '../../helpers/read-outcome.ts';
import type { Protocol } from '../protocols/protocol.ts';
import type { FaultCase, Reply } from './fault-cases.ts';

export const HELLO = 'Hello?';
export const MEMORY_URL = 'http://host';
const STEP_MS = 1_000;

/** What comes of one question to the protocol's provider at this address. */
export function askOver(
  http: Http,
  clock: Clock,
  protocol: Protocol,
  url: string,
): Promise<string> {
  const provider = protocol.factory({ env: protocol.env(url), http, clock });
  assert.ok(provider);
  const request = { model: protocol.model, messages: [{ role: 'user', text: HELLO }] } as const;
  return readOutcome(provider.stream(request, new AbortController().signal));
}

/** The same without a network: the body comes in these chunks, and time flies until there is an outcome. */
export async function askInMemory(
  protocol: Protocol,
  { reply }: FaultCase,
  chunks: readonly Uint8Array[],
): Promise<string> {
  const clock = createFakeClock();
  const asking = askOver(createMemoryHttp(protocol, reply, chunks), clock, protocol, MEMORY_URL);
  const outcome = await advanceUntilDone(clock, asking);
  assert.equal(clock.pending, 0, 'a timer is left');
  return outcome;
}

/** Time flies until there is an outcome. */
export async function advanceUntilDone<Outcome>(
  clock: FakeClock,
  asking: Promise<Outcome>,
): Promise<Outcome> {
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  asking.then(over, over);
  while (!isOver) await clock.advance(STEP_MS);
  return asking;
}

export function createMemoryHttp(
  protocol: Protocol,
  reply: Reply,
  chunks: readonly Uint8Array[],
): Http {
  const respond: (...request: Parameters<Http>) => ReturnType<Http> = async ({
    method,
    url,
    body: text,
    signal,
  }) => {
    const told = protocol.answerSideRequest(
      { method, path: new URL(url).pathname, text: text ?? '' },
      MEMORY_URL,
    );
    if (told !== undefined)
      return { status: 200, headers: {}, body: ReadableStream.from([json(told)]) };
    const { status = 200, headers = {}, ending } = reply;
    return { status, headers, body: bodyOf(chunks, ending, signal) };
  };
  return Object.assign(respond, { close: async () => {} });
}

async function* bodyOf(
  chunks: readonly Uint8Array[],
  ending: Reply['ending'],
  signal: AbortSignal,
) {
  yield* chunks;
  if (ending === 'cut') throw new Error('other side closed');
  if (ending !== 'silence') return;
  const silence = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => silence.reject(signal.reason), { once: true });
  if (!signal.aborted) await silence.promise;
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
