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
  /**
   * As `send`, only for the person who asked, and at most once per hour for the same topic. Where the network
   * shows it to nobody else, each of the others who ask gets it, too.
   */
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
const MAX_TOPICS = 2_000;

/** Creates a notifier. It remembers the topics of the last hour in memory only. */
export function createNotifier({
  surface: surfaceOf,
  replies,
  clock,
  log,
}: NotifierParts): Notifier {
  /** By topic, or by topic and person: whether everybody there sees what was said. */
  const recentTopics = createExpiringMap<string, Promise<boolean>>({
    clock,
    maxEntries: MAX_TOPICS,
  });

  /** Never rejects. Tells whether everybody in the place can see the reply. */
  async function sendAll(
    address: Address,
    reply: CommandReply,
    replaced?: MessageRef,
  ): Promise<boolean> {
    const surface = surfaceOf(address);
    if (!surface) return false;

    const isPublic = await sendReply(surface, address, reply, replaced);
    // The reply comes first, because the first answer to a press is what edits the message of its button.
    const { announcement } = reply;
    if (announcement) await sendReply(surface, address, { text: announcement });
    return isPublic;
  }

  async function sendOnce(topic: string, address: Address, reply: CommandReply): Promise<void> {
    const ownTopic = `${topic} ${address.askerId ?? ''}`;
    if (recentTopics.has(ownTopic)) return;
    recentTopics.set(ownTopic, Promise.resolve(true), HOUR_MS);

    const earlier = recentTopics.get(topic);
    // Others may ask while the network still takes the first of these replies.
    if (earlier && (await earlier)) return;
    const sending = sendAll(address, reply);
    recentTopics.set(topic, sending, HOUR_MS);
    await sending;
  }

  /** As `sendAll`. */
  async function sendReply(
    surface: ReplySurface,
    address: Address,
    reply: CommandReply,
    replaced?: MessageRef,
  ): Promise<boolean> {
    const timeout = startTimeout();

    try {
      const isShown = reply.form && (await showForm(surface, reply.form, timeout.signal));
      return !isShown && (await writeReply(surface, reply, replaced, timeout.signal));
    } catch (error) {
      log.warn(
        { channel: address.channel.id, error: reasonOf(error) },
        'notifier: a notice was not sent',
      );
      return false;
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
  ): Promise<boolean> {
    let messages: readonly MessageRef[] = replaced ? [replaced] : [];
    const reply = replies.open({
      surface,
      key: randomUUID(),
      onlyAsker,
      messages,
      save: async (saved) => {
        messages = saved;
      },
      signal,
    });
    await reply.finish(text, { controls, file });
    return messages.every((message) => !message.onlyAsker);
  }

  function startTimeout(): { readonly signal: AbortSignal; end(): void } {
    const timeout = new AbortController();
    const end = clock.after(SEND_TIMEOUT_MS, () => timeout.abort());
    return { signal: timeout.signal, end };
  }

  return {
    send: (address, reply, replaced) => void sendAll(address, reply, replaced),

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
      void sendOnce(topic, address, omitUndefined({ text, controls, onlyAsker: true }));
    },
  };
}

/** A refusal of the network is no fault of the program: its message is enough, without a stack. */
function reasonOf(error: unknown): unknown {
  return error instanceof PlatformError ? error.message : error;
}
