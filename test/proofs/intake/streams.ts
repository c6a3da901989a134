import assert from 'node:assert/strict';
import type { ChatRequest, ProviderEvent } from '../../../src/contracts/provider.ts';
import { ProviderError } from '../../../src/errors.ts';
import { type Clock, systemClock } from '../../../src/lib/clock.ts';
import {
  createHttp,
  type Http,
  type HttpRequest,
} from '../../../src/providers/wire/exchange/http.ts';
import { createRandom, type Random } from '../../chaos/random.ts';
import { eventually } from '../../helpers/eventually.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { startRawServer } from '../../helpers/raw-server.ts';
import { advanceUntilDone, MEMORY_URL } from '../../providers/faults/ask-in-memory.ts';
import { protocols } from '../../providers/protocols/index.ts';
import type { Protocol } from '../../providers/protocols/protocol.ts';
import {
  createMutatedReply,
  createReplyOfKind,
  type MutatedReply,
  replyKinds,
} from './mutated-reply.ts';

/** The result of a run of mutated streams. */
interface MutatedStreamsReport {
  readonly streams: number;
  /** The number of streams that went over real HTTP. */
  readonly overHttp: number;
  /** The number of answers with a proper end. */
  readonly answered: number;
  /** The number of failures of each kind. */
  readonly failures: Readonly<Record<string, number>>;
  /** The number of replies of each kind. */
  readonly replies: Readonly<Record<string, number>>;
  /** The longest answer by the fake clock. */
  readonly longestMs: number;
  /** The largest growth of the process while the streams ran. */
  readonly peakMemoryMib: number;
}

/** The total limit of an answer, and the time that a refusal may take to be read. */
const MAX_ANSWER_MS = 606_000;
/** The 100 MiB events and the bombs of 64 MiB do not fit twice. */
const MAX_MEMORY_MIB = 512;
const HTTP_SHARE = 0.03;
/** One in this many replies, at most. */
const ORDERLY_SHARE = 6;
const MIB = 1024 * 1024;
const REQUEST: Omit<ChatRequest, 'model'> = { messages: [{ role: 'user', text: 'Hello?' }] };

/**
 * Lets the real providers of all protocols read `count` replies of broken and hostile servers, most
 * of them from memory and some over HTTP. Each answer must end in exactly one `end` or a
 * `ProviderError`, within its time limit, and leave no timer, no socket and no rejection behind;
 * the memory must stay bounded.
 *
 * The first replies go through all kinds and protocols in order.
 */
export async function runMutatedStreams({
  seed,
  count,
}: {
  readonly seed: number;
  readonly count: number;
}): Promise<MutatedStreamsReport> {
  const random = createRandom(seed);
  const tally = createTally();
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown) => rejections.push(reason);
  process.on('unhandledRejection', onRejection);

  try {
    const overHttp = Math.floor(count * HTTP_SHARE);
    await runInMemory(count - overHttp, random, seed, tally);
    await runOverHttp(overHttp, random, seed, tally);

    // Rejections are reported one turn of the event loop late.
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(rejections, [], `no rejection is left (seed ${seed})`);
    return { ...tally.report(), streams: count, overHttp };
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

type Tally = ReturnType<typeof createTally>;

function createTally() {
  const failures: Record<string, number> = {};
  const replies: Record<string, number> = {};
  const startBytes = process.memoryUsage.rss();
  let answered = 0;
  let longestMs = 0;
  let peakBytes = 0;

  return {
    add(kind: string, ending: string, durationMs = 0) {
      replies[kind] = (replies[kind] ?? 0) + 1;
      if (ending === 'end') answered += 1;
      else failures[ending] = (failures[ending] ?? 0) + 1;
      longestMs = Math.max(longestMs, durationMs);
    },

    /** @throws An `AssertionError` when the process has grown too large. */
    checkMemory(description: string) {
      peakBytes = Math.max(peakBytes, process.memoryUsage.rss() - startBytes);
      assert.ok(peakBytes < MAX_MEMORY_MIB * MIB, `the memory is bounded: ${description}`);
    },

    report: () => ({
      answered,
      failures,
      replies,
      longestMs,
      peakMemoryMib: Math.ceil(peakBytes / MIB),
    }),
  };
}

async function runInMemory(
  count: number,
  random: Random,
  seed: number,
  tally: Tally,
): Promise<void> {
  // The two numbers have no common divisor, so that each kind meets each protocol.
  const orderlyCount = Math.min(replyKinds.length * protocols.length, count / ORDERLY_SHARE);

  for (let index = 0; index < count; index++) {
    const protocol = protocols[index % protocols.length] ?? assert.fail();
    const kind = replyKinds[index % replyKinds.length] ?? assert.fail();
    const reply =
      index < orderlyCount
        ? createReplyOfKind(kind, protocol, random)
        : createMutatedReply(protocol, random);
    const description = `${protocol.name}, ${reply.kind}, stream ${index} of seed ${seed}`;

    const checkMemory = () => tally.checkMemory(description);
    const ask = (clock: Clock) =>
      readAnswer(
        protocol,
        createMemoryHttp(protocol, reply, clock, checkMemory),
        clock,
        MEMORY_URL,
        description,
      );
    const { ending, durationMs } = reply.takesRealTime
      ? { ending: await ask(systemClock), durationMs: 0 }
      : await askOnFakeClock(ask, description);

    tally.add(reply.kind, ending, durationMs);
  }
}

async function askOnFakeClock(ask: (clock: Clock) => Promise<string>, description: string) {
  const clock = createFakeClock();
  const startedAt = clock.now();
  const ending = await advanceUntilDone(clock, ask(clock));
  const durationMs = clock.now() - startedAt;

  assert.equal(clock.pending, 0, `no timer is left: ${description}`);
  assert.ok(durationMs <= MAX_ANSWER_MS, `the time limit holds: ${description}`);
  return { ending, durationMs };
}

function createMemoryHttp(
  protocol: Protocol,
  { status, headers, body }: MutatedReply,
  clock: Clock,
  onRead: () => void,
): Http {
  const respond = async ({ method, url, body: text = '', signal }: HttpRequest) => {
    const request = { method, path: new URL(url).pathname, text: String(text) };
    const sideAnswer = protocol.answerSideRequest(request, MEMORY_URL);
    if (sideAnswer === undefined)
      return { status, headers, body: watch(body(clock, signal), onRead) };

    const bytes = Buffer.from(JSON.stringify(sideAnswer));
    return { status: 200, headers: {}, body: ReadableStream.from([bytes]) };
  };

  return Object.assign(respond, { close: async () => {} });
}

async function* watch(body: AsyncIterable<Uint8Array>, onRead: () => void) {
  for await (const chunk of body) {
    yield chunk;
    onRead();
  }
}

/** Sends whole replies over HTTP, with the faults that only HTTP has. */
async function runOverHttp(
  count: number,
  random: Random,
  seed: number,
  tally: Tally,
): Promise<void> {
  if (count === 0) return;

  let protocol = protocols[0] ?? assert.fail();
  let reply: Buffer = Buffer.alloc(0);
  const server = await startRawServer(async (exchange) => {
    const sideAnswer = protocol.answerSideRequest(exchange, server.url);
    if (sideAnswer !== undefined) return exchange.respond(200, sideAnswer);

    // A length that is too small or too large, a reset, or an early end.
    const length = String(Math.max(0, reply.length + random.below(5) - 2));
    exchange.sendHeaders(200, random.chance(0.5) ? { 'content-length': length } : {});
    exchange.write(reply);
    random.pick([exchange.end, exchange.end, exchange.resetConnection, exchange.closeEarly])();
  });
  const http = createHttp({ env: {} });

  for (let index = 0; index < count; index++) {
    protocol = protocols[index % protocols.length] ?? assert.fail();
    const mutated = createReplyOfKind('changed bytes', protocol, random);
    reply = Buffer.concat(await Array.fromAsync(mutated.body(systemClock, neverAborted)));

    const description = `${protocol.name} over HTTP, stream ${index} of seed ${seed}`;
    const ending = await readAnswer(protocol, http, systemClock, server.url, description);
    tally.add('over HTTP', ending);
    tally.checkMemory(description);
  }

  await http.close();
  await eventually('no connection is left', () => server.openConnections === 0);
  await server.stop();
}

const neverAborted = new AbortController().signal;

/**
 * Reads one answer, and checks the order of its events.
 *
 * @returns `end`, or the kind of the failure.
 */
async function readAnswer(
  protocol: Protocol,
  http: Http,
  clock: Clock,
  url: string,
  description: string,
): Promise<string> {
  const provider = protocol.factory({ env: protocol.env(url), http, clock });
  assert.ok(provider);
  const types: ProviderEvent['type'][] = [];

  try {
    const request = { model: protocol.model, ...REQUEST };
    for await (const { type } of provider.stream(request, neverAborted)) {
      if (type !== types.at(-1) || type === 'end') types.push(type);
    }
  } catch (error) {
    assert.ok(error instanceof ProviderError, `only a ProviderError: ${description}: ${error}`);
    assert.ok(!types.includes('end'), `no failure after the end: ${description}`);
    return error.kind;
  }

  assert.match(
    types.join(' '),
    /^accepted( (text|reasoning)-delta)+ end( usage)?$/,
    `exactly one end, behind all content: ${description}`,
  );
  return 'end';
}
