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
  for (let from = 0; from < keys.length; from += BATCH_SIZE) {
    const batch = keys.slice(from, from + BATCH_SIZE);
    const values = await store.getMany(batch);
    for (const [index, key] of batch.entries()) {
      const mark = records.openMark(values[index], key);
      if (mark && mark !== 'unreadable') found.set(key.slice(CHAT_MARKS_PREFIX.length), mark);
    }
  }
  return found;
}
