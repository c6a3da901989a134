import type { TestContext } from 'node:test';
import type { RawDiscord } from './raw-client.ts';

// biome-ignore lint/suspicious/noExplicitAny: each test reads the shape that it expects, and fails if it differs.
type Frame = { op: number; d: any; s: number | null; t: string | null };

/** A gateway connection. */
export interface RawGateway {
  readonly frames: readonly Frame[];
  send(op: number, d: unknown): void;
  sendText(text: string): void;
  /** Waits for the first frame that matches. The frames that have arrived already count too. */
  waitForFrame(matches: (frame: Frame) => boolean): Promise<Frame>;
  waitForDispatch(name: string): Promise<Frame>;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  close(code?: number): void;
}

/** Opens a gateway connection without any library. It closes with the test. */
export async function connectRawGateway(t: TestContext, { rest }: RawDiscord): Promise<RawGateway> {
  const socket = new WebSocket(`${(await rest('GET', '/gateway')).body.url}?v=10&encoding=json`);
  t.after(() => socket.close());
  const frames: Frame[] = [];
  let waiting: { matches: (frame: Frame) => boolean; resolve: (frame: Frame) => void }[] = [];
  const closed = Promise.withResolvers<number>();
  socket.addEventListener('close', ({ code }) => closed.resolve(code));
  socket.addEventListener('error', () => {});
  socket.addEventListener('message', ({ data }) => {
    const frame: Frame = JSON.parse(String(data));
    frames.push(frame);
    for (const { resolve } of waiting.filter(({ matches }) => matches(frame))) resolve(frame);
    waiting = waiting.filter(({ matches }) => !matches(frame));
  });
  const waitForFrame: RawGateway['waitForFrame'] = (matches) => {
    const found = frames.find(matches);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => waiting.push({ matches, resolve }));
  };
  const sendText = (text: string) => socket.send(text);
  await waitForFrame(({ op }) => op === 10);
  return {
    frames,
    send: (op, d) => sendText(JSON.stringify({ op, d })),
    sendText,
    waitForFrame,
    waitForDispatch: (name) => waitForFrame(({ t: event }) => event === name),
    closed: closed.promise,
    close: (code) => socket.close(code),
  };
}

/** The intents that the tests use: the unprivileged ones, and Message Content. */
export const INTENTS = (1 << 0) | (1 << 9) | (1 << 11) | (1 << 12) | (1 << 14) | (1 << 15);

/** Connects and identifies. */
export async function connectAndIdentify(
  t: TestContext,
  discord: RawDiscord,
  intents = INTENTS,
): Promise<RawGateway> {
  const gateway = await connectRawGateway(t, discord);
  gateway.send(2, { token: discord.local.token, intents, properties: {} });
  await gateway.waitForDispatch('READY');
  return gateway;
}
