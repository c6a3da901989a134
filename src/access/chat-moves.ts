import type { Channel } from '../contracts/chat-message.ts';
import { channelKey } from '../lib/channel-key.ts';
import { placeIdOf } from '../lib/personal-channel.ts';

/** The new ids that the network gave to chats, so that what the lists say about the old ones still applies. */
export interface ChatMoves {
  record(from: Channel, to: Channel): void;
  /** The ids of a channel and of everything that contains it, also the earlier ones. */
  idsOf(channel: Channel): readonly string[];
}

/** Enough for every chat that grows while the process runs; the log asks the operator for the new id. */
const MAX_MOVES = 1_000;

/** Creates an empty record. */
export function createChatMoves(): ChatMoves {
  /** The earlier ids of a chat, by its key. */
  const earlierIds = new Map<string, readonly string[]>();

  function earlierIdsOf(platform: string, id: string): readonly string[] {
    return earlierIds.get(channelKey({ platform, id })) ?? [];
  }

  return {
    record(from, to) {
      const [oldest] = earlierIds.keys();
      if (earlierIds.size >= MAX_MOVES && oldest !== undefined) earlierIds.delete(oldest);
      const ids = [from.id, ...earlierIdsOf(from.platform, from.id)];
      earlierIds.set(channelKey(to), ids);
    },

    idsOf(channel) {
      const { platform, id, parentId, categoryId, server } = channel;
      // A conversation of one person is in a place that the lists may name.
      const around = [placeIdOf(channel), parentId, categoryId, server];
      const ids = [...new Set([id, ...around])].filter((each) => each !== undefined);
      return ids.flatMap((each) => [each, ...earlierIdsOf(platform, each)]);
    },
  };
}
