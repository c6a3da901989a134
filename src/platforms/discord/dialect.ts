import type { Dialect } from '../../contracts/dialect.ts';
import { splitText } from '../../markdown/split-text.ts';

export interface DiscordPage {
  readonly content: string;
}

/** Discord's limit for `content` on create and edit. It does not say in which unit; UTF-16 is the safe one. */
const LONGEST_CONTENT = 2_000;

/** Discord shows Markdown itself: pages are the source, cut to its limit. */
export const dialect: Dialect<DiscordPage> = {
  open: () => ({
    update: (markdown) => splitText(markdown, { limit: LONGEST_CONTENT, fences: true }).map((content) => ({ content })),
  }),
  // Discord trims what it stores.
  same: (a, b) => a.content.trim() === b.content.trim(),
};
