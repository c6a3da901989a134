import type { Store } from '../contracts/store.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { turnId, turnKey } from './keys.ts';
import type { RecordReader } from './record-reader.ts';
import type { Head } from './records.ts';
import { headPartsShape } from './stored-shapes.ts';

/** The store, and the reader of its turns. */
interface RebuildHeadParts {
  readonly store: Store;
  readonly clock: Clock;
  readonly records: RecordReader;
}

/** The number of newest turns that are searched for the epoch. */
const SEARCHED_TURNS = 20;

/**
 * Makes the head of a conversation again from what is left of its stored value, and from its turns.
 * The next turn gets a number that no stored turn has. A reset after the newest turn is forgotten
 * when the stored head no longer says it.
 */
export async function rebuildHead(
  { store, clock, records }: RebuildHeadParts,
  conversation: string,
  stored: unknown,
): Promise<Head> {
  const usable = headPartsShape.parse(stored);
  const sequences = await findSequences(store, conversation).catch((error: unknown) => {
    if (!(error instanceof StoreError && error.kind === 'damaged')) throw error;
    // No conversation has had a turn each second since 1970.
    return [Math.floor(clock.now() / 1_000)];
  });
  const newest = sequences.slice(-SEARCHED_TURNS).map((sequence) => turnId(conversation, sequence));
  const turns = (await store.getMany(newest.map(turnKey))).flatMap(
    (value, index) => records.turn(value, turnKey(newest[index] ?? '')) ?? [],
  );

  return {
    sequence: Math.max(usable.sequence, sequences.at(-1) ?? 0),
    epoch: Math.max(usable.epoch, ...turns.map(({ epoch }) => epoch)),
    settings: usable.settings,
    format: 1,
  };
}

/** The sequence numbers of all stored turns of a conversation, lowest first, unreadable ones included. */
async function findSequences(store: Store, conversation: string): Promise<readonly number[]> {
  const prefix = turnKey(`${conversation}#`);
  const keys = await store.findKeys(prefix);
  return keys
    .map((key) => Number(key.slice(prefix.length)))
    .filter(Number.isSafeInteger)
    .sort((a, b) => a - b);
}
