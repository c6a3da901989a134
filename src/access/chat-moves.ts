import type { Channel } from '../contracts/chat-message.ts';
import type { Store } from '../contracts/store.ts';
import { channelKey } from '../lib/channel-key.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { placeIdOf } from '../lib/personal-channel.ts';
import { openSharedRecords } from '../lib/shared-records.ts';

/** The new ids that the network gave to chats, so that what the lists say about the old ones still applies. */
export interface ChatMoves {
  /** Never rejects: where the store fails, the lists need the new id. */
  record(from: Channel, to: Channel): Promise<void>;
  /** The ids of a channel and of everything that contains it, also the earlier ones. */
  idsOf(channel: Channel): readonly string[];
}

interface ChatMovesParts {
  readonly store: Pick<Store, 'get' | 'getMany' | 'findKeys' | 'write' | 'swap' | 'watch'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** A stored move, under the key of the new channel. The newest id comes first. */
interface StoredMove {
  readonly ids: readonly string[];
  readonly format: 1;
}

const PREFIX = 'access-move:';
/** All of them are in memory, about 100 bytes each; the log asks the operator for the new id. */
const MAX_MOVES = 10_000;
const LIFETIME_MS = 365 * 24 * 3_600_000;

/** Opens the record. Another process may answer in the chat from now on, so it is stored. */
export async function openChatMoves(parts: ChatMovesParts): Promise<ChatMoves> {
  const read = (stored: unknown) => (isMove(stored) ? stored : undefined);
  const options = { prefix: PREFIX, read, most: MAX_MOVES };
  const records = await openSharedRecords<StoredMove>({ ...parts, ...options });

  const earlierIdsOf = (platform: string, id: string): readonly string[] =>
    records.values.get(channelKey({ platform, id }))?.ids ?? [];

  return {
    async record(from, to) {
      const ids = [from.id, ...earlierIdsOf(from.platform, from.id)];
      const move: StoredMove = { ids, format: 1 };
      await records
        .change(channelKey(to), () => move, { ttlMs: LIFETIME_MS })
        .catch((error: unknown) =>
          parts.log.warn({ error }, 'access: the new id of a chat is not stored'),
        );
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

function isMove(value: unknown): value is StoredMove {
  const { ids } = Object(value);
  return Array.isArray(ids) && ids.every((id) => typeof id === 'string');
}
