import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { type Clock, sleep } from '../../../src/lib/clock.ts';
import type { Random } from '../../chaos/random.ts';
import { cutAt } from '../../providers/faults/cut-at.ts';
import type { Protocol } from '../../providers/protocols/protocol.ts';
import { mutateJson } from './mutate-json.ts';

/** The reply of a server that is broken or hostile. */
export interface MutatedReply {
  readonly kind: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
  /** A fake clock would run away, since other threads work on the body. */
  readonly takesRealTime?: boolean;
}

/** Gives the body piece by piece, at the pace of `clock`, until `signal` aborts. */
type Body = (clock: Clock, signal: AbortSignal) => AsyncIterable<Uint8Array>;

const MIB = 1024 * 1024;
const SECOND_MS = 1_000;

const BOMB_PIECES = ['\n', '\0', ': hm\n\n', '{}\n', 'data: {}\n\n', 'data: ping\n\n'];

/** Rare kinds have a small weight, since each of them takes as long as hundreds of others. */
const KINDS: readonly (readonly [
  weight: number,
  kind: string,
  create: (protocol: Protocol, random: Random) => Partial<Omit<MutatedReply, 'kind'>>,
])[] = [
  [200, 'changed bytes', (protocol, random) => pieces(changeBytes(protocol, random), random)],
  [200, 'changed JSON', (protocol, random) => pieces(changeJson(protocol, random), random)],
  [200, 'shuffled frames', (protocol, random) => pieces(shuffleFrames(protocol, random), random)],
  [100, 'random bytes', (_, random) => pieces(randomBytes(random.below(2_000), random), random)],
  [50, 'a status', (protocol, random) => refusal(protocol, random)],
  [30, 'a redirect', (_, random) => redirect(random)],
  [30, 'a false compression', (protocol, random) => falseCompression(protocol, random)],
  [20, 'a break', (protocol, random) => ({ body: breakOff(changeBytes(protocol, random)) })],
  [20, 'silence', (protocol, random) => ({ body: fallSilent(changeBytes(protocol, random)) })],
  [2, 'a byte a second', (protocol, random) => ({ body: trickle(changeBytes(protocol, random)) })],
  [2, 'keep-alives without end', (_, random) => ({ body: repeat(keepAlive(random), SECOND_MS) })],
  [1, 'keep-alives at full speed', (_, random) => ({ body: flood(keepAlive(random)) })],
  [
    1,
    'reasoning without end',
    (protocol) => ({
      body: flood((protocol.reasoning ?? protocol.text)('hm, '.repeat(50)), 4 * MIB),
    }),
  ],
  [
    1,
    'words without end',
    (protocol) => ({ body: repeat(protocol.text('word '), 10 * SECOND_MS) }),
  ],
  [
    1,
    'a line without end',
    (protocol) => ({ body: flood('x'.repeat(1_000), undefined, protocol.head) }),
  ],
  [
    1,
    'an event without end',
    (protocol) => ({ body: flood('x'.repeat(1_000), undefined, beginOfEvent(protocol)) }),
  ],
  [1, 'a bomb', (protocol, random) => bomb(protocol, random)],
];

const TOTAL_WEIGHT = KINDS.reduce((sum, [weight]) => sum + weight, 0);

/** All kinds of replies. */
export const replyKinds: readonly string[] = KINDS.map(([, kind]) => kind);

/** A reply of a kind that `random` chooses, in the words of the protocol where it has words. */
export function createMutatedReply(protocol: Protocol, random: Random): MutatedReply {
  let ticket = random.below(TOTAL_WEIGHT);
  const chosen = KINDS.find(([weight]) => {
    ticket -= weight;
    return ticket < 0;
  });
  if (!chosen) throw new Error('The weights do not add up.');

  return createReplyOfKind(chosen[1], protocol, random);
}

/** A reply of one of `replyKinds`. */
export function createReplyOfKind(kind: string, protocol: Protocol, random: Random): MutatedReply {
  const [, , create] = KINDS.find(([, name]) => name === kind) ?? [];
  if (!create) throw new Error(`There is no kind of reply ${kind}.`);

  return { kind, status: 200, headers: {}, body: nothing, ...create(protocol, random) };
}

/** The frames of a good answer. */
function goodFrames({ head, text, reasoning, end, emptyFrame }: Protocol, random: Random) {
  const words = Array.from({ length: 1 + random.below(4) }, (_, index) => text(`word ${index} `));
  const thoughts = reasoning && random.chance(0.5) ? [reasoning('hm')] : [];
  return [head, ...thoughts, emptyFrame, ...words, end('stop')];
}

function changeBytes(protocol: Protocol, random: Random): Buffer {
  let bytes = Buffer.from(goodFrames(protocol, random).join(''));

  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const start = random.below(bytes.length + 1);
    const end = Math.min(bytes.length, start + random.below(40));
    const inserted = random.pick([
      Buffer.alloc(0),
      randomBytes(random.below(8), random),
      bytes.subarray(start, end),
      Buffer.from(random.pick(['\n', '\n\n', 'data: ', '{', '}', '"', '\ufeff', '[DONE]', '\0'])),
    ]);
    bytes = Buffer.concat([
      bytes.subarray(0, random.chance(0.5) ? start : end),
      inserted,
      bytes.subarray(end),
    ]);
  }

  return bytes;
}

/** Changes the JSON of one line, whatever framing it has. */
function changeJson(protocol: Protocol, random: Random): Buffer {
  const lines = goodFrames(protocol, random).join('').split('\n');
  const jsonLines = lines.flatMap((line, index) => (/^(?:data: ?)?\{/.test(line) ? [index] : []));
  if (jsonLines.length === 0) return changeBytes(protocol, random);

  const chosen = random.pick(jsonLines);
  const line = lines[chosen] ?? '';
  const start = line.indexOf('{');
  lines[chosen] = line.slice(0, start) + mutateJson(JSON.parse(line.slice(start)), random);
  return Buffer.from(lines.join('\n'));
}

function shuffleFrames(protocol: Protocol, random: Random): Buffer {
  const { errorFrames, unreadableFrame = '', end } = protocol;
  const frames = goodFrames(protocol, random);
  const others = [unreadableFrame, end('stop'), ...errorFrames.map(([frame]) => frame)];

  for (let changes = 1 + random.below(4); changes > 0; changes--) {
    const index = random.below(frames.length);
    const [taken = ''] = frames.splice(index, random.below(2));
    const inserted = random.pick([taken, taken + taken, random.pick(others), taken.trimEnd(), '']);
    frames.splice(random.below(frames.length + 1), 0, inserted);
  }

  return Buffer.from(frames.join(''));
}

function randomBytes(length: number, random: Random): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}

function pieces(bytes: Buffer, random: Random): { body: Body } {
  const cuts = Array.from({ length: random.below(6) }, () => random.below(bytes.length + 1));
  return { body: () => emit(cutAt(bytes, cuts)) };
}

function refusal({ refusals }: Protocol, random: Random) {
  const bodies = refusals.map(([, body]) => JSON.stringify(body));
  const text = mutateJson(
    JSON.parse(random.pick([...bodies, '{"error":{"message":"x"}}'])),
    random,
  );
  return { status: 200 + random.below(400), body: () => emit([Buffer.from(text)]) };
}

function redirect(random: Random) {
  const location = random.pick([
    'http://127.0.0.1:1/',
    '//',
    '/elsewhere',
    'javascript:1',
    '\ud800',
  ]);
  return { status: 300 + random.below(9), headers: { location } };
}

function falseCompression(protocol: Protocol, random: Random) {
  const bytes = changeBytes(protocol, random);
  const encoding = random.pick(['gzip', 'br', 'deflate', 'zstd', 'x-gzip']);
  const sent = random.pick([bytes, gzipSync(bytes), gzipSync(bytes).subarray(0, -6)]);
  return {
    takesRealTime: true,
    headers: { 'content-encoding': encoding },
    body: () => emit([sent]),
  };
}

/** The compressed bodies by their encoding and text, since it takes long to make one. */
const bombs = new Map<string, Uint8Array>();

/** A small body that becomes a thousand times larger. */
function bomb(protocol: Protocol, random: Random) {
  const piece = random.pick([...BOMB_PIECES, beginOfEvent(protocol)]);
  const encoding = random.pick(['gzip', 'gzip', 'br']);
  const name = `${encoding} ${piece}`;
  const bytes = bombs.get(name) ?? compressBomb(piece, encoding);
  bombs.set(name, bytes);

  return {
    takesRealTime: true,
    headers: { 'content-encoding': encoding },
    body: () => emit([bytes]),
  };
}

/** 200 MiB in gzip, which may have several members, or 32 MiB in Brotli. */
function compressBomb(piece: string, encoding: string): Uint8Array {
  const bytes = Buffer.alloc(MIB, piece);
  if (encoding === 'gzip') return Buffer.concat(Array(200).fill(gzipSync(bytes)));

  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
  return brotliCompressSync(Buffer.concat(Array(32).fill(bytes)), quality);
}

function keepAlive(random: Random): string {
  return random.pick([
    ': hm\n\n',
    '\n',
    'data: ping\n\n',
    'data:\n\n',
    'event: ping\ndata: {}\n\n',
    '{}\n',
    ' ',
  ]);
}

function beginOfEvent({ framing }: Protocol): string {
  return framing === 'sse' ? 'data: {"choices":[{"delta":{"content":"' : '{"message":{"content":"';
}

function breakOff(bytes: Uint8Array): Body {
  return async function* () {
    yield bytes;
    throw new Error('other side closed');
  };
}

function fallSilent(bytes: Uint8Array): Body {
  return async function* (clock, signal) {
    yield bytes;
    while (!signal.aborted) await sleep(clock, SECOND_MS, signal);
    throw new Error('aborted');
  };
}

function trickle(bytes: Uint8Array): Body {
  return async function* (clock, signal) {
    for (let index = 0; ; index++) {
      await sleep(clock, SECOND_MS, signal);
      if (signal.aborted) throw new Error('aborted');
      yield bytes.subarray(index % bytes.length, (index % bytes.length) + 1);
    }
  };
}

function repeat(piece: string, pauseMs: number): Body {
  const bytes = Buffer.from(piece);
  return async function* (clock, signal) {
    while (!signal.aborted) {
      yield bytes;
      await sleep(clock, pauseMs, signal);
    }
    throw new Error('aborted');
  };
}

/** Sends `piece` again and again as fast as it is read: 100 MiB of it, or `maxBytes`. */
function flood(piece: string, maxBytes = 100 * MIB, start = ''): Body {
  const bytes = Buffer.from(piece.repeat(Math.ceil((64 * 1024) / piece.length)));
  return async function* (_clock, signal) {
    yield Buffer.from(start);
    for (let sent = 0; sent < maxBytes && !signal.aborted; sent += bytes.length) yield bytes;
  };
}

async function* emit(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

async function* nothing() {}
