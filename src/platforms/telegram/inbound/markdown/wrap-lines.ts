import { OWN_MENTION } from './mention-scan.ts';

/** White space, and mentions of the bot, which are cut later. */
const EDGE = new RegExp(`[\\s${OWN_MENTION}]`);

/**
 * Puts `opening` and `closing` around the words of each line: in Markdown, marks do not reach over an empty
 * line, and do not work beside white space.
 */
export function wrapLines(text: string, opening: string, closing = opening): string {
  return text
    .split('\n')
    .map((line) => wrapCore(line, (core) => opening + core + closing))
    .join('\n');
}

/** Changes a text without its edges. Leaves a text that is nothing but edges. */
export function wrapCore(text: string, wrap: (core: string) => string): string {
  let start = 0;
  let end = text.length;
  while (start < end && EDGE.test(text.charAt(start))) start += 1;
  while (end > start && EDGE.test(text.charAt(end - 1))) end -= 1;
  return start === end
    ? text
    : text.slice(0, start) + wrap(text.slice(start, end)) + text.slice(end);
}
