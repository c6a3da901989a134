import type { Address } from '../../../contracts/address.ts';
import type { InboundEvent } from '../../../contracts/inbox.ts';
import type { Clock } from '../../../lib/clock.ts';
import { compareIds } from '../../../lib/compare-ids.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';

/**
 * Knows the newest message of each private chat. An answer right below its question need not quote it. In groups,
 * the quote also notifies the person who asked.
 */
export interface NewestMessages {
  /** Takes a message or a command that a person wrote. One that is older than the newest changes nothing. */
  recordEvent(event: InboundEvent): void;
  /** Takes a message that the bot wrote. */
  recordOwn(address: Address, messageId: string): void;
  /** True if the question is the newest message. False where the newest one is unknown, as after a restart. */
  isQuestionNewest(address: Address): boolean;
}

/** Several messages that were sent together count as one. */
interface NewestMessage {
  readonly ids: readonly string[];
  readonly albumId?: string | undefined;
}

const MAX_CHATS = 1_000;

/** Creates the knowledge about one bot, which is empty at first. */
export function createNewestMessages(clock: Clock): NewestMessages {
  const newest = createExpiringMap<string, NewestMessage>({ clock, maxEntries: MAX_CHATS });

  function record({ channel }: Address, id: string, albumId?: string): void {
    if (channel.kind !== 'direct') return;
    const before = newest.get(channel.id);
    if (before?.ids.some((known) => known === id || compareIds(id, known) < 0)) return;
    const isSameAlbum = albumId !== undefined && before?.albumId === albumId;
    newest.set(channel.id, { ids: isSameAlbum ? [...before.ids, id] : [id], albumId });
  }

  return {
    recordEvent(event) {
      if (event.kind !== 'message' && event.kind !== 'command') return;
      const { questionId } = event.address;
      const albumId = event.kind === 'message' ? event.message.albumId : undefined;
      if (questionId !== undefined) record(event.address, questionId, albumId);
    },

    recordOwn: record,

    isQuestionNewest({ channel, questionId }) {
      const { ids = [] } = newest.get(channel.id) ?? {};
      return questionId !== undefined && ids.includes(questionId);
    },
  };
}
