import { PlatformError } from '../../src/errors.ts';
import { type Clock, sleep } from '../../src/lib/clock.ts';
import type { WriteMethod } from '../../test/helpers/simulated-limiters.ts';
import { createLatestValue } from './latest-value.ts';
import type { EditPolicy } from './peer-policies.ts';

/** A reply that another bot streams. */
interface PeerReply {
  /** Takes the whole text so far. */
  show(text: string): void;
  /** Takes the final text. Resolves when the platform shows it. */
  finish(text: string): Promise<void>;
}

/** What all replies of a bot have in common, in Unix ms. */
interface PeerState {
  /** The last write of any reply, for policies with `sharesGap`. */
  lastWriteAt: number;
  /** The end of the last penalty; the bot writes nothing until then. */
  blockedUntil: number;
}

/** What a peer's reply runs on. */
interface PeerEnvironment {
  readonly clock: Clock;
  /** Shared by all replies of the bot. */
  readonly state: PeerState;
  /** Waits as the bot's library does when the platform has said that a limit is used up. */
  waitForLibrary(method: WriteMethod): Promise<void>;
  /** @throws PlatformError when the platform refuses the write. */
  send(method: WriteMethod, text: string): Promise<void>;
}

/**
 * Streams one reply as the policy says. After a 429 it waits as long as the platform demands, and
 * tries again; not all of the bots do that.
 */
export function createPeerReply(policy: EditPolicy, environment: PeerEnvironment): PeerReply {
  const { clock, state } = environment;
  const texts = createLatestValue<{ readonly text: string; readonly isFinal: boolean }>();
  const ended = new AbortController();
  const gap = policy.sharesGap ? state : { lastWriteAt: Number.NEGATIVE_INFINITY };
  let messageExists = false;
  let shownText = '';

  if (policy.sendsPlaceholder) texts.put({ text: '...', isFinal: false });
  const streaming = stream();

  async function stream(): Promise<void> {
    for (;;) {
      const { text, isFinal } = texts.value ?? { text: '', isFinal: false };

      if (isFinal && text === shownText) return;
      if (isWorthWriting(text, isFinal)) await waitOrWrite(text, isFinal);
      else await texts.changed();
    }
  }

  function isWorthWriting(text: string, isFinal: boolean): boolean {
    const isLongEnough = text.length >= (policy.minFirstCharacters ?? 1);
    return text !== shownText && (isFinal || messageExists || isLongEnough);
  }

  /** Waits for the rest of the gap, because the text may be newer after that, or writes. */
  async function waitOrWrite(text: string, isFinal: boolean): Promise<void> {
    const waitMs = gapLeftMs(isFinal);
    if (waitMs <= 0) return write(text, isFinal);

    await sleep(clock, waitMs, isFinal ? undefined : ended.signal);
  }

  function gapLeftMs(isFinal: boolean): number {
    if (isFinal && !policy.delaysFinalText) return 0;
    return gap.lastWriteAt + policy.gapMs - clock.now();
  }

  async function write(text: string, isFinal: boolean): Promise<void> {
    const method = methodFor(isFinal);
    gap.lastWriteAt = clock.now();

    await environment.waitForLibrary(method);
    await waitForPenalty();
    try {
      await environment.send(method, text);
      messageExists ||= method === 'create';
      shownText = text;
    } catch (error) {
      if (!(error instanceof PlatformError)) throw error;
      state.blockedUntil = clock.now() + (error.retryAfterMs ?? 0);
    }

    if (policy.gapFrom === 'answered') gap.lastWriteAt = clock.now();
  }

  /** The wait for a draft ends with the text, because the final text goes into a message. */
  function waitForPenalty(): Promise<void> {
    const signal = policy.usesDrafts ? ended.signal : undefined;
    return sleep(clock, state.blockedUntil - clock.now(), signal);
  }

  function methodFor(isFinal: boolean): WriteMethod {
    if (policy.usesDrafts && !isFinal) return 'draft';
    return messageExists ? 'edit' : 'create';
  }

  return {
    show: (text) => texts.put({ text, isFinal: false }),
    async finish(text) {
      texts.put({ text, isFinal: true });
      ended.abort();
      await streaming;
    },
  };
}
