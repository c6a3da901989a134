import type { FileContent, UnreadableReason } from '../contracts/files.ts';

/** The content of a file that has nothing for a model. */
export function unreadable(why: UnreadableReason): FileContent {
  return { kind: 'unreadable', why };
}
