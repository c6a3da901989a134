import { PlatformError } from '../../src/errors.ts';
import { type Clock, sleep } from '../../src/lib/clock.ts';
import { createLatestValue } from '../../src/lib/latest-value.ts';
import type { ModelMethod } from '../../test/helpers/model-limiters.ts';

/** When another bot writes, as read in its source. */
export interface EditPolicy {
  readonly name: string;
  readonly gapMs: number;
  /** From the last call's sending, or from its answer. */
  readonly gapFrom: 'sent' | 'answered';
  readonly minFirstCharacters?: number;
  /** All of its replies share one clock. */
  readonly sharesGap?: boolean;
  /** Sends "..." at once. */
  readonly sendsPlaceholder?: boolean;
  /** The final text waits for the gap too. */
  readonly delaysFinalText?: boolean;
  readonly usesDrafts?: boolean;
}

const llmcord: EditPolicy = { name: 'llmcord', gapMs: 1_000, gapFrom: 'sent', sharesGap: true };
const jsLlmcord: EditPolicy = { name: 'js-llmcord', gapMs: 100, gapFrom: 'answered' };
const openClaw = (gapMs: number): EditPolicy => ({
  name: 'openclaw',
  gapMs,
  gapFrom: 'sent',
  minFirstCharacters: 30,
});
const chatSdk = (gapMs: number, more: Partial<EditPolicy> = {}): EditPolicy => ({
  ...{ name: 'chat-sdk', gapMs, gapFrom: 'answered', sendsPlaceholder: true },
  ...more,
});

export const PEER_POLICIES = {
  discord: [llmcord, openClaw(1_200), chatSdk(500), jsLlmcord],
  private: [openClaw(1_000), chatSdk(1_100, { delaysFinalText: true })],
  group: [openClaw(1_000), chatSdk(3_100, { delaysFinalText: true })],
  drafts: [chatSdk(250, { sendsPlaceholder: false, usesDrafts: true })],
} as const;

export interface PeerEnvironment {
  readonly clock: Clock;
  /** Waits like the bot's library for a limit that it was told of. */
  readonly waitForLibrary: (method: ModelMethod) => Promise<void>;
  readonly send: (method: ModelMethod, text: string) => Promise<void>;
  readonly shared: { writtenAt: number; blockedUntil: number };
}

/** Streams one reply as the policy says. 429s are waited out, which not all of them do. */
export function createPeerReply(policy: EditPolicy, room: PeerEnvironment) {
  const { clock } = room;
  const texts = createLatestValue<{ readonly text: string; readonly final: boolean }>();
  const ended = new AbortController();
  const own = policy.sharesGap ? room.shared : { writtenAt: Number.NEGATIVE_INFINITY };
  let exists = false;
  let shown = '';
  if (policy.sendsPlaceholder) texts.put({ text: '...', final: false });
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
    return text !== shown && (final || exists || text.length >= (policy.minFirstCharacters ?? 1));
  }

  async function writeInTime(text: string, final: boolean): Promise<void> {
    const waitMs = mustWaitMs(final);
    if (waitMs <= 0) return write(text, final);
    await sleep(clock, waitMs, final ? undefined : ended.signal);
  }

  function mustWaitMs(final: boolean): number {
    return final && !policy.delaysFinalText ? 0 : own.writtenAt + policy.gapMs - clock.now();
  }

  async function write(text: string, final: boolean): Promise<void> {
    const method = methodOf(final);
    own.writtenAt = clock.now();
    await room.waitForLibrary(method);
    await sleep(
      clock,
      room.shared.blockedUntil - clock.now(),
      policy.usesDrafts ? ended.signal : undefined,
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

  function methodOf(final: boolean): ModelMethod {
    if (policy.usesDrafts && !final) return 'draft';
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
