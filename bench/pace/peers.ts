import { PlatformError } from '../../src/errors.ts';
import { type Clock, sleep } from '../../src/lib/clock.ts';
import { createLatestValue } from '../../src/lib/latest-value.ts';
import type { WriteMethod } from '../../test/helpers/simulated-limiters.ts';

/** When another bot writes, as read in its source. */
export interface Policy {
  readonly name: string;
  readonly gapMs: number;
  /** From the last call's sending, or from its answer. */
  readonly gapFrom: 'sent' | 'answered';
  readonly firstCharacters?: number;
  /** All of its replies share one clock. */
  readonly oneClock?: boolean;
  /** Sends "..." at once. */
  readonly placeholder?: boolean;
  /** The final text waits for the gap too. */
  readonly pacedEnd?: boolean;
  readonly drafts?: boolean;
}

const llmcord: Policy = { name: 'llmcord', gapMs: 1_000, gapFrom: 'sent', oneClock: true };
const jsLlmcord: Policy = { name: 'js-llmcord', gapMs: 100, gapFrom: 'answered' };
const openClaw = (gapMs: number): Policy => ({
  name: 'openclaw',
  gapMs,
  gapFrom: 'sent',
  firstCharacters: 30,
});
const chatSdk = (gapMs: number, more: Partial<Policy> = {}): Policy => ({
  ...{ name: 'chat-sdk', gapMs, gapFrom: 'answered', placeholder: true },
  ...more,
});

export const PEERS = {
  discord: [llmcord, openClaw(1_200), chatSdk(500), jsLlmcord],
  private: [openClaw(1_000), chatSdk(1_100, { pacedEnd: true })],
  group: [openClaw(1_000), chatSdk(3_100, { pacedEnd: true })],
  drafts: [chatSdk(250, { placeholder: false, drafts: true })],
} as const;

export interface Room {
  readonly clock: Clock;
  /** Waits like the bot's library for a limit that it was told of. */
  readonly waitForLibrary: (method: WriteMethod) => Promise<void>;
  readonly send: (method: WriteMethod, text: string) => Promise<void>;
  readonly shared: { writtenAt: number; blockedUntil: number };
}

/** Streams one reply as the policy says. 429s are waited out, which not all of them do. */
export function createPeer(policy: Policy, room: Room) {
  const { clock } = room;
  const texts = createLatestValue<{ readonly text: string; readonly final: boolean }>();
  const ended = new AbortController();
  const own = policy.oneClock ? room.shared : { writtenAt: Number.NEGATIVE_INFINITY };
  let exists = false;
  let shown = '';
  if (policy.placeholder) texts.put({ text: '...', final: false });
  const streaming = stream();

  async function stream(): Promise<void> {
    for (;;) {
      const { text, final } = texts.value ?? { text: '', final: false };
      if (final && text === shown) return;
      if (isWorth(text, final)) await writeInTime(text, final);
      else await texts.changed();
    }
  }

  function isWorth(text: string, final: boolean): boolean {
    return text !== shown && (final || exists || text.length >= (policy.firstCharacters ?? 1));
  }

  async function writeInTime(text: string, final: boolean): Promise<void> {
    const waitMs = mustWaitMs(final);
    if (waitMs <= 0) return write(text, final);
    await sleep(clock, waitMs, final ? undefined : ended.signal);
  }

  function mustWaitMs(final: boolean): number {
    return final && !policy.pacedEnd ? 0 : own.writtenAt + policy.gapMs - clock.now();
  }

  async function write(text: string, final: boolean): Promise<void> {
    const method = methodOf(final);
    own.writtenAt = clock.now();
    await room.waitForLibrary(method);
    await sleep(
      clock,
      room.shared.blockedUntil - clock.now(),
      policy.drafts ? ended.signal : undefined,
    );
    try {
      await room.send(method, text);
      exists ||= method === 'create';
      shown = text;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      room.shared.blockedUntil = clock.now() + (error.retryAfterMs ?? 0);
    }
    if (policy.gapFrom === 'answered') own.writtenAt = clock.now();
  }

  function methodOf(final: boolean): WriteMethod {
    if (policy.drafts && !final) return 'draft';
    return exists ? 'edit' : 'create';
  }

  return {
    show: (text: string) => texts.put({ text, final: false }),
    async finish(text: string): Promise<void> {
      texts.put({ text, final: true });
      ended.abort();
      await streaming;
    },
  };
}
