import { chatKey } from '../lib/chat-key.ts';
import { OPEN_KEY } from './keys.ts';
import type { OpenMarks } from './open-marks.ts';
import { openMarkRecord } from './records.ts';

/** The mark of a store that no other process works on. */
export interface SingleMark extends OpenMarks {
  /** Lists turns as the store does. */
  restore(ids: readonly string[]): void;
  /** The number of turns that are listed. */
  readonly size: number;
}

/** Creates one mark for all chats. */
export function createSingleMark(): SingleMark {
  const listed = new Set<string>();
  return {
    answersIn: () => true,
    chatOf: async (channel) => chatKey(channel),
    homeOf: ({ address }) => chatKey(address.channel),

    add({ id }) {
      listed.add(id);
      return { key: OPEN_KEY, value: openMarkRecord(listed) };
    },

    // The next turn writes the mark anew.
    endChanges: () => [],
    remove: ({ id }) => void listed.delete(id),
    restore: (ids) => ids.forEach((id) => void listed.add(id)),
    get size() {
      return listed.size;
    },
  };
}
