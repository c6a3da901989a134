import type { ConversationSettings } from '../contracts/conversations.ts';
import type { Store } from '../contracts/store.ts';
import type { Log } from '../lib/log.ts';
import { HEADS_PREFIX, MOVES_PREFIX } from './keys.ts';
import { createRecordReader } from './record-reader.ts';

/** A long read must let other work pass. */
const KEYS_PER_READ = 500;

/**
 * Reads the models and styles that people chose for conversations before there were settings of places. By
 * `channelKey` of the channel that a conversation has now.
 */
export async function readOldChoices(
  store: Store,
  log: Log,
): Promise<ReadonlyMap<string, ConversationSettings>> {
  const records = createRecordReader(log);

  /** Reads the values of all keys that begin with `prefix`, by the rest of their keys. */
  async function* readAll(prefix: string): AsyncGenerator<readonly [string, unknown]> {
    const keys = await store.findKeys(prefix);
    for (let index = 0; index < keys.length; index += KEYS_PER_READ) {
      const batch = keys.slice(index, index + KEYS_PER_READ);
      const values = await store.getMany(batch);
      for (const [position, key] of batch.entries()) {
        yield [key.slice(prefix.length), values[position]];
      }
    }
  }

  const movedTo = new Map<string, string>();
  for await (const [channel, value] of readAll(MOVES_PREFIX)) {
    const move = records.channelMove(value, MOVES_PREFIX + channel);
    if (move) movedTo.set(move.conversation, channel);
  }

  const choices = new Map<string, ConversationSettings>();
  for await (const [conversation, value] of readAll(HEADS_PREFIX)) {
    const head = records.head(value, HEADS_PREFIX + conversation);
    const isChosen = head && head !== 'unreadable' && Object.keys(head.settings).length > 0;
    if (isChosen) choices.set(movedTo.get(conversation) ?? conversation, head.settings);
  }
  return choices;
}
