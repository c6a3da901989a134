import { entitiesToMarkdown } from '../markdown/entities-to-markdown.ts';
import type { MentionScan } from '../markdown/mention-scan.ts';
import type { UpdateEntity } from '../readers.ts';

/** For texts in which mentions address nobody: they stay. */
const NO_SCAN: MentionScan = {
  mentionsMe: false,
  mentionsOthers: false,
  readName: (_username, words) => words,
  readUserId: (_id, words) => words,
};

/** A text with its entities as Markdown, where mentions address nobody. */
export function toMarkdown(text = '', entities: readonly UpdateEntity[] = []): string {
  return entitiesToMarkdown(text, entities, NO_SCAN);
}
