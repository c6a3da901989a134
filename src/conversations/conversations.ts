import type { Channel } from '../contracts/chat-message.ts';
import type { Conversations } from '../contracts/conversations.ts';
import type { Change } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { channelKey } from '../lib/channel-key.ts';
import { findTurn } from './find-turn.ts';
import { channelMoveKey, seenKey, summaryKey, writersKey } from './keys.ts';
import { readBackwards, readHistory } from './read-history.ts';
import { type ChannelMove, type Head, headChange, turnChange } from './records.ts';
import type { SharedState } from './shared-state.ts';

/** Creates the conversations. */
export function createConversations(shared: SharedState): Conversations {
  const { store, records, open, lock, conversationOf, readHead } = shared;

  /** Tells whether anything changed. `change` returns the same head when there is nothing to write. */
  async function changeHead(
    channel: Channel,
    change: (head: Head) => Head,
    changesBeside: (conversation: string) => readonly Change[] = () => [],
  ): Promise<boolean> {
    const conversation = await conversationOf(channel);
    return lock(conversation, async () => {
      const head = await readHead(conversation);
      const changed = change(head);
      if (changed === head) return false;
      await store.write([headChange(conversation, changed), ...changesBeside(conversation)]);
      return true;
    });
  }

  return {
    async reset(channel) {
      await changeHead(
        channel,
        (head) => ({ ...head, epoch: head.epoch + 1 }),
        (conversation) => {
          shared.summaryDrafts.dropFrom(conversation, 0);
          return [{ key: summaryKey(conversation), value: undefined }];
        },
      );
    },

    history: (turn) => readHistory(shared, turn),

    find: (channel, selector) => findTurn(shared, channel, selector),
    async *since(channel) {
      const conversation = await conversationOf(channel);
      const { sequence, epoch } = await readHead(conversation);
      for await (const turn of readBackwards(shared, conversation, sequence)) {
        if (turn.epoch !== epoch) return;
        yield turn;
      }
    },

    claimTrimNotice: (channel) =>
      changeHead(channel, (head) => {
        const isClaimed = head.trimmedEpoch === head.epoch;
        return isClaimed ? head : { ...head, trimmedEpoch: head.epoch };
      }),

    async questionIds(messages) {
      const marks = await store.getMany(messages.map(seenKey));
      const questions = messages.filter((_, index) => marks[index] !== undefined);
      return new Set(questions.map(({ id }) => id));
    },

    async writers(channel) {
      const key = writersKey(await conversationOf(channel));
      return records.writers(await store.get(key), key);
    },

    async keepWriters(channel, writers) {
      const key = writersKey(await conversationOf(channel));
      await store.write([{ key, value: { ...writers, format: 1 } }]);
    },

    async move(from, to) {
      const conversation = await conversationOf(from);
      if (conversation === channelKey(to)) return;

      await lock(conversation, async () => {
        // Message ids are not valid under the new channel id, so the answers are no longer replies.
        const moved = open
          .of(conversation)
          .map((turn): Turn => ({ ...turn, address: { channel: to } }));
        const move: ChannelMove = { conversation, format: 1 };
        await store.write([
          ...moved.map(turnChange),
          { key: channelMoveKey(to), value: move, isAnnounced: true },
        ]);
        for (const turn of moved) open.replace(turn);
      });
    },
  };
}
