import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { fieldsReader } from '../../../lib/json-reader.ts';
import { idReader, nameReader } from './raw-content.ts';

/** Recognises updates of messages that are no edits of a person. */
export interface EditFilter {
  /**
   * False for an update after the one that told the same edit: Discord sends one for each link preview,
   * pin and the like, and repeats the time of the edit in it.
   */
  isNew(data: unknown): boolean;
}

const MAX_EDITS = 10_000;
const KEPT_MS = 24 * 60 * 60_000;

const editReader = fieldsReader(
  { id: idReader, edited_timestamp: nameReader },
  'id',
  'edited_timestamp',
);

/** Creates a filter that has seen no edit. */
export function createEditFilter(clock: Clock): EditFilter {
  const edits = createExpiringMap<string, string>({
    clock,
    maxEntries: MAX_EDITS,
  });

  return {
    isNew(data) {
      const edit = editReader(data);
      if (!edit) return true;

      const isKnown = edits.get(edit.id) === edit.edited_timestamp;
      edits.set(edit.id, edit.edited_timestamp, KEPT_MS);
      return !isKnown;
    },
  };
}
