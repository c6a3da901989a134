import { randomUUID } from 'node:crypto';
import type { Address } from '../contracts/address.ts';
import type { CommandReply } from '../contracts/command.ts';
import type { Form } from '../contracts/form.ts';
import type { Replies } from '../contracts/replies.ts';
import type { Controls, MessageRef, ReplySurface } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

/** Sends everything that is not a model's answer: replies of commands, and notices. */
export interface Notifier {
  /** Sends in the background; a failure is only logged. With `replaced`, the reply replaces that message. */
  send(address: Address, reply: CommandReply, replaced?: MessageRef): void;
  /** Removes the buttons of a message in the background, where the network can do that. */
  removeControls(address: Address, message: MessageRef): void;
  /** As `send`, only for the person who asked, and at most once per hour for the same topic. */
  sendOncePerHour(topic: string, address: Address, text: string, controls?: Controls): void;
}

/** The surfaces and the replies that show notices. */
export interface NotifierParts {
  /** As `Platform.surface`. `undefined`: the platform is no longer configured. */
  surface(address: Address): ReplySurface | undefined;
  readonly replies: Replies;
  readonly clock: Clock;
  readonly log: Log;
}

const SEND_TIMEOUT_MS = 60_000;
const HOUR_MS = 3_600_000;
const MAX_TOPICS = 1_000;

/** Creates a notifier. It remembers the topics of the last hour in memory only. */
export function createNotifier({
  surface: surfaceOf,
  replies,
  clock,
  log,
}: NotifierParts): Notifier {
  const recentTopics = createExpiringMap<string, true>({ clock, maxEntries: MAX_TOPICS });

  function send(address: Address, reply: CommandReply, replaced?: MessageRef): void {
    const surface = surfaceOf(address);
    if (!surface) return;

    void sendReply(surface, address, reply, replaced).then(() => {
      // The reply comes first, because the first answer to a press is what edits the message of its button.
      const { announcement } = reply;
      if (announcement) return sendReply(surface, address, { text: announcement });
    });
  }

  /** Never rejects. */
  async function sendReply(
    surface: ReplySurface,
    address: Address,
    reply: CommandReply,
    replaced?: MessageRef,
  ): Promise<void> {
    const timeout = startTimeout();

    try {
      const isShown = reply.form && (await showForm(surface, reply.form, timeout.signal));
      if (!isShown) await writeReply(surface, reply, replaced, timeout.signal);
    } catch (error) {
      log.warn(
        { channel: address.channel.id, error: reasonOf(error) },
        'notifier: a notice was not sent',
      );
    } finally {
      timeout.end();
    }
  }

  /** `false`: the text of the reply must do. Never rejects. */
  async function showForm(
    surface: ReplySurface,
    form: Form,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      return (await surface.showForm?.(form, signal)) ?? false;
    } catch (error) {
      log.debug({ form: form.id, error: reasonOf(error) }, 'notifier: a form was not shown');
      return false;
    }
  }

  async function writeReply(
    surface: ReplySurface,
    { text, controls, file, onlyAsker = false }: CommandReply,
    replaced: MessageRef | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const reply = replies.open({
      surface,
      key: randomUUID(),
      onlyAsker,
      messages: replaced ? [replaced] : [],
      signal,
    });
    await reply.finish(text, { controls, file });
  }

  function startTimeout(): { readonly signal: AbortSignal; end(): void } {
    const timeout = new AbortController();
    const end = clock.after(SEND_TIMEOUT_MS, () => timeout.abort());
    return { signal: timeout.signal, end };
  }

  return {
    send,

    removeControls(address, message) {
      const surface = surfaceOf(address);
      if (!surface) return;

      const timeout = startTimeout();
      replies
        .removeControls(surface, message, timeout.signal)
        .catch((error: unknown) =>
          log.debug(
            { channel: address.channel.id, error: reasonOf(error) },
            'notifier: the buttons of a message were not removed',
          ),
        )
        .finally(timeout.end);
    },

    sendOncePerHour(topic, address, text, controls) {
      if (recentTopics.has(topic)) return;
      recentTopics.set(topic, true, HOUR_MS);
      send(address, omitUndefined({ text, controls, onlyAsker: true }));
    },
  };
}

/** A refusal of the network is no fault of the program: its message is enough, without a stack. */
function reasonOf(error: unknown): unknown {
  return error instanceof PlatformError ? error.message : error;
}
