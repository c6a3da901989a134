import type { ConversationSettings } from '../contracts/conversations.ts';
import type { Store } from '../contracts/store.ts';
import type { Log } from '../lib/log.ts';
import { HEADS_PREFIX, MOVES_PREFIX } from './keys.ts';
import { createRecordReader } from './record-reader.ts';
import { headPartsShape } from './stored-shapes.ts';

/** A long read must let other work pass. */
const KEYS_PER_READ = 500;

/**
 * Reads the models and styles that people chose for conversations before there were settings of places, by
 * `channelKey` of the channel that a conversation has now. Reads every head.
 */
export async function readOldChoices(
  store: Store,
  log: Log,
): Promise<ReadonlyMap<string, ConversationSettings>> {
  const records = createRecordReader(log);

  const channels = new Map<string, string>();
  for await (const [channel, value] of readAll(store, MOVES_PREFIX)) {
    const move = records.channelMove(value, MOVES_PREFIX + channel);
    if (move) channels.set(move.conversation, channel);
  }

  const choices = new Map<string, ConversationSettings>();
  for await (const [conversation, value] of readAll(store, HEADS_PREFIX)) {
    const { settings } = headPartsShape.parse(value);
    const isChosen = Object.keys(settings).length > 0;
    if (isChosen) choices.set(channels.get(conversation) ?? conversation, settings);
  }
  return choices;
}

/** Reads the values of all keys that begin with `prefix`, by the rest of their keys. */
async function* readAll(
  store: Store,
  prefix: string,
): AsyncGenerator<readonly [name: string, value: unknown]> {
  const keys = await store.findKeys(prefix);
  for (let index = 0; index < keys.length; index += KEYS_PER_READ) {
    const batch = keys.slice(index, index + KEYS_PER_READ);
    const values = await store.getMany(batch);
    for (const [position, key] of batch.entries()) {
      yield [key.slice(prefix.length), values[position]];
    }
  }
}
