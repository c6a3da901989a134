import { entitiesToMarkdown } from '../markdown/entities-to-markdown.ts';
import type { MentionScan } from '../markdown/mention-scan.ts';
import type { UpdateEntity } from '../readers.ts';

/** For texts whose mentions address the bot in no case: they stay as they are. */
const NO_SCAN: MentionScan = {
  mentionsMe: false,
  mentionsOthers: false,
  readName: (_username, words) => words,
  readUserId: (_id, words) => words,
};

/** Writes a text with its entities as Markdown, for texts whose mentions do not address the bot. */
export function toMarkdown(text = '', entities: readonly UpdateEntity[] = []): string {
  return entitiesToMarkdown(text, entities, NO_SCAN);
}
