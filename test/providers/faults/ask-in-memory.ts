import assert from 'node:assert/strict';
import type { Clock } from '../../../src/lib/clock.ts';
import type { Http, HttpRequest } from '../../../src/providers/wire/exchange/http.ts';
import { createFakeClock, type FakeClock } from '../../helpers/fake-clock.ts';
import { readOutcome } from '../../helpers/read-outcome.ts';
import type { Protocol } from '../protocols/protocol.ts';
import type { FaultCase, Reply } from './fault-cases.ts';

/** The text of every question here. */
export const HELLO = 'Hello?';
/** The address of the server that is only in memory. */
export const MEMORY_URL = 'http://host';
const STEP_MS = 1_000;

/** The outcome of one request to the protocol's provider, over any HTTP client. */
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

/**
 * The outcome of one request without a network. The body comes in `chunks`, and the clock runs on
 * its own.
 */
export async function askInMemory(
  protocol: Protocol,
  { reply }: FaultCase,
  chunks: readonly Uint8Array[],
): Promise<string> {
  const clock = createFakeClock();
  const http = createMemoryHttp(protocol, reply, chunks);
  const outcome = await advanceUntilDone(clock, askOver(http, clock, protocol, MEMORY_URL));

  assert.equal(clock.pending, 0, 'a timer is left');
  return outcome;
}

/** Advances the clock second by second until `work` is done. */
export async function advanceUntilDone<Result>(
  clock: FakeClock,
  work: Promise<Result>,
): Promise<Result> {
  let isDone = false;
  const onDone = () => {
    isDone = true;
  };
  work.then(onDone, onDone);

  while (!isDone) await clock.advance(STEP_MS);
  return work;
}

/** An HTTP client that answers every request from memory. */
export function createMemoryHttp(
  protocol: Protocol,
  reply: Reply,
  chunks: readonly Uint8Array[],
): Http {
  const respond = async ({ method, url, body = '', signal }: HttpRequest) => {
    const request = { method, path: new URL(url).pathname, text: String(body) };
    const sideAnswer = protocol.answerSideRequest(request, MEMORY_URL);

    if (sideAnswer !== undefined) {
      const bytes = Buffer.from(JSON.stringify(sideAnswer));
      return { status: 200, headers: {}, body: ReadableStream.from([bytes]) };
    }

    const { status = 200, headers = {}, ending } = reply;
    return { status, headers, body: streamChunks(chunks, ending, signal) };
  };

  return Object.assign(respond, { close: async () => {} });
}

async function* streamChunks(
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
