import { createHash } from 'node:crypto';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { fieldsReader, listReader } from '../../../lib/json-reader.ts';
import { contentReader, idReader, nameReader } from './raw-content.ts';

/** Recognises updates of messages that are no edits of a person. */
export interface EditFilter {
  /**
   * False for an update that repeats an edit. Discord sends an update for each link preview, pin and the
   * like, with the time and the words of the last edit in it.
   */
  isNew(data: unknown): boolean;
}

const MAX_EDITS = 10_000;
const KEPT_MS = 24 * 60 * 60_000;

const editReader = fieldsReader(
  {
    id: idReader,
    edited_timestamp: nameReader,
    content: contentReader,
    attachments: listReader(fieldsReader({ id: idReader })),
  },
  'id',
  'edited_timestamp',
);

/** Creates a filter that has seen no edit. */
export function createEditFilter(clock: Clock): EditFilter {
  /** By message, its last edit. */
  const edits = createExpiringMap<string, string>({ clock, maxEntries: MAX_EDITS });

  return {
    isNew(data) {
      const edit = editReader(data);
      if (!edit) return true;

      // With the words, because servers may count time in seconds.
      const digest = createHash('sha256').update(JSON.stringify(edit)).digest('base64url');
      const isRepeated = edits.get(edit.id) === digest;
      edits.set(edit.id, digest, KEPT_MS);
      return !isRepeated;
    },
  };
}
