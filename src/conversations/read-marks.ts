import { readInBatches } from '../lib/read-in-batches.ts';
import { CHAT_MARKS_PREFIX, chatMarkKey } from './keys.ts';
import type { OpenMark } from './records.ts';
import type { SharedState } from './shared-state.ts';

/** The number of marks in one read. */
const BATCH_SIZE = 500;

/** Reads the marks of all chats with open turns whose keys begin with `prefix`. Leaves out what cannot be read. */
export async function readMarks(
  { store, records }: Pick<SharedState, 'store' | 'records'>,
  prefix: string,
): Promise<ReadonlyMap<string, OpenMark>> {
  const found = new Map<string, OpenMark>();
  const keys = await store.findKeys(chatMarkKey(prefix));
  for await (const [key, value] of readInBatches(store, keys, BATCH_SIZE)) {
    const mark = records.openMark(value, key);
    if (mark && mark !== 'unreadable') found.set(key.slice(CHAT_MARKS_PREFIX.length), mark);
  }
  return found;
}
