import type { Channel } from '../contracts/chat-message.ts';
import type { Pin, Pins } from '../contracts/pins.ts';
import type { Change } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { cutEnd } from '../lib/cut-end.ts';
import { pinsKey } from './keys.ts';
import type { SharedState } from './shared-state.ts';

/** All pins of a prompt together have at most about 10,000 tokens. */
const MAX_PINS = 20;
const MAX_PIN_CHARACTERS = 2_000;

/** The pins of conversations, which also follow the edits and deletions of their messages. */
export interface StoredPins extends Pins {
  /** Removes the pins of deleted messages. Call it under the lock of the conversation. */
  dropMessages(conversation: string, messageIds: ReadonlySet<string>): Promise<void>;
  /** Gives the pin of an edited message its new words. Call it under the lock of the conversation. */
  replaceText(conversation: string, messageId: string, text: string): Promise<void>;
  /** Call it under the lock of the conversation: the turn, which was answered before, has ended again. */
  followAnswer(ended: Turn): Promise<void>;
}

/** Creates the pins. */
export function createPins({
  store,
  clock,
  lock,
  records,
  conversationOf,
}: Pick<SharedState, 'store' | 'clock' | 'lock' | 'records' | 'conversationOf'>): StoredPins {
  async function read(conversation: string): Promise<readonly Pin[]> {
    const key = pinsKey(conversation);
    return records.pins(await store.get(key), key)?.pins ?? [];
  }

  /** `change` returns the same pins when there is nothing to write. */
  async function change(
    conversation: string,
    changePins: (pins: readonly Pin[]) => readonly Pin[],
  ): Promise<boolean> {
    const pins = await read(conversation);
    const changed = changePins(pins);
    if (changed === pins) return false;
    await store.write([pinsChange(conversation, changed)]);
    return true;
  }

  async function dropMessages(
    conversation: string,
    messageIds: ReadonlySet<string>,
  ): Promise<void> {
    await change(conversation, (pins) =>
      without(pins, ({ messageId }) => messageIds.has(messageId)),
    );
  }

  async function replaceText(conversation: string, messageId: string, text: string): Promise<void> {
    const words = shorten(text);
    await change(conversation, (pins) => {
      const isPinned = pins.some((pin) => pin.messageId === messageId && pin.text !== words);
      if (!isPinned) return pins;
      return pins.map((pin) => (pin.messageId === messageId ? { ...pin, text: words } : pin));
    });
  }

  return {
    list: async (channel) => read(await conversationOf(channel)),

    async add(channel, pin) {
      const conversation = await conversationOf(channel);
      return lock(conversation, async () => {
        const pins = await read(conversation);
        if (pins.some(({ messageId }) => messageId === pin.messageId)) return 'known';
        if (pins.length >= MAX_PINS) return 'full';

        const number = Math.max(0, ...pins.map((other) => other.number)) + 1;
        const added: Pin = { ...pin, text: shorten(pin.text), number, pinnedAt: clock.now() };
        await store.write([pinsChange(conversation, [...pins, added])]);
        return 'added';
      });
    },

    async remove(channel: Channel, number) {
      const conversation = await conversationOf(channel);
      return lock(conversation, () =>
        change(conversation, (pins) => without(pins, (pin) => pin.number === number)),
      );
    },

    dropMessages,
    replaceText,

    async followAnswer({ conversation, state, rerun, answerMessages, versions, shownVersion }) {
      const ids = answerMessages.map(({ messageId }) => messageId);
      const { text = '' } = versions[shownVersion] ?? {};
      if (state === 'done' && text !== '') {
        for (const id of ids) await replaceText(conversation, id, text);
      } else if (rerun?.kind === 'regenerate' && rerun.isOfEdit) {
        // The answer to the old words may tell what the edit took away.
        await dropMessages(conversation, new Set(ids));
      }
    },
  };
}

/** The change that stores the pins of a conversation. */
export function pinsChange(conversation: string, pins: readonly Pin[]): Change {
  const value = pins.length > 0 ? { pins, format: 1 } : undefined;
  return { key: pinsKey(conversation), value };
}

function without(pins: readonly Pin[], isDropped: (pin: Pin) => boolean): readonly Pin[] {
  return pins.some(isDropped) ? pins.filter((pin) => !isDropped(pin)) : pins;
}

function shorten(text: string): string {
  if (text.length <= MAX_PIN_CHARACTERS) return text;
  return `${cutEnd(text, MAX_PIN_CHARACTERS - 1)}…`;
}
