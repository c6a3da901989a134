import type { TestContext } from 'node:test';
import type { RawDiscord } from './raw-client.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests read whatever shape they expect, and fail where it differs.
type Frame = { op: number; d: any; s: number | null; t: string | null };

export interface RawGateway {
  readonly frames: readonly Frame[];
  send(op: number, d: unknown): void;
  sendText(text: string): void;
  /** Waits for the first frame that fits, also among those that came already. */
  until(find: (frame: Frame) => boolean): Promise<Frame>;
  dispatched(name: string): Promise<Frame>;
  readonly closed: Promise<number>;
  close(code?: number): void;
}

/** A gateway connection without any library. It ends with the test. */
export async function connectRaw(t: TestContext, { rest }: RawDiscord): Promise<RawGateway> {
  const socket = new WebSocket(`${(await rest('GET', '/gateway')).body.url}?v=10&encoding=json`);
  t.after(() => socket.close());
  const frames: Frame[] = [];
  let waiting: { find: (frame: Frame) => boolean; resolve: (frame: Frame) => void }[] = [];
  const closed = Promise.withResolvers<number>();
  socket.addEventListener('close', ({ code }) => closed.resolve(code));
  socket.addEventListener('error', () => {});
  socket.addEventListener('message', ({ data }) => {
    const frame: Frame = JSON.parse(String(data));
    frames.push(frame);
    for (const { resolve } of waiting.filter(({ find }) => find(frame))) resolve(frame);
    waiting = waiting.filter(({ find }) => !find(frame));
  });
  const until: RawGateway['until'] = (find) => {
    const found = frames.find(find);
    if (found) return Promise.resolve(found);
    return new Promise((resolve) => waiting.push({ find, resolve }));
  };
  const sendText = (text: string) => socket.send(text);
  await until(({ op }) => op === 10);
  return {
    frames,
    send: (op, d) => sendText(JSON.stringify({ op, d })),
    sendText,
    until,
    dispatched: (name) => until(({ t: event }) => event === name),
    closed: closed.promise,
    close: (code) => socket.close(code),
  };
}

/** Every intent that is not privileged, and Message Content. */
export const INTENTS = (1 << 0) | (1 << 9) | (1 << 11) | (1 << 12) | (1 << 14) | (1 << 15);

/** Connects and identifies. */
export async function identify(
  t: TestContext,
  discord: RawDiscord,
  intents = INTENTS,
): Promise<RawGateway> {
  const gateway = await connectRaw(t, discord);
  gateway.send(2, { token: discord.local.token, intents, properties: {} });
  await gateway.dispatched('READY');
  return gateway;
}
