import { randomUUID } from 'node:crypto';
import type { Address } from '../contracts/address.ts';
import type { CommandReply } from '../contracts/command.ts';
import type { MessageRef } from '../contracts/reply-surface.ts';
import { createLru } from '../lib/lru.ts';
import type { BotDependencies } from './bot-parts.ts';

/** Says what is no answer of a model: replies of commands, and sentences. */
export interface Notifier {
  /** Nobody waits for it, and a failure is only logged. With `place`: instead of what stands there. */
  send(address: Address, reply: CommandReply, place?: MessageRef): void;
  /** As `say`, but a second time about the same subject only after an hour. */
  sendOncePerHour(subject: string, address: Address, text: string): void;
}

const LONGEST_TRY_MS = 60_000;
const SAID_AGAIN_AFTER_MS = 3_600_000;
const REMEMBERED_SUBJECTS = 1_000;

export function createNotifier({
  surface: surfaceOf,
  replies,
  clock,
  log,
}: BotDependencies): Notifier {
  const saidAt = createLru<string, number>(REMEMBERED_SUBJECTS);

  function say(
    address: Address,
    { text, controls, ...options }: CommandReply,
    place?: MessageRef,
  ): void {
    const surface = surfaceOf(address);
    if (!surface) return;
    const giveUp = new AbortController();
    const cancel = clock.after(LONGEST_TRY_MS, () => giveUp.abort());
    const reply = replies.open({
      surface,
      key: randomUUID(),
      ...options,
      ...(place && { messages: [place] }),
      signal: giveUp.signal,
    });
    reply
      .finish(text, { controls })
      .catch((error: unknown) =>
        log.warn({ channel: address.channel.id, error }, 'a sentence could not be said'),
      )
      .finally(cancel);
  }

  return {
    send: say,
    sendOncePerHour(subject, address, text) {
      const last = saidAt.get(subject);
      if (last !== undefined && clock.now() - last < SAID_AGAIN_AFTER_MS) return;
      saidAt.set(subject, clock.now());
      say(address, { text, onlyAsker: true });
    },
  };
}
