import { wrapWords } from '../../lib/wrap-words.ts';

const LABEL_WIDTH = 12;
const MIN_TEXT_WIDTH = 20;

/**
 * Formats paragraphs for a terminal of `columns` characters, with a label before the first one. An address that is
 * wider stays whole.
 */
export function formatBlock(label: string, paragraphs: readonly string[], columns = 80): string {
  const width = Math.max(columns - LABEL_WIDTH, MIN_TEXT_WIDTH);
  const lines = paragraphs.flatMap((paragraph) => wrapWords(paragraph, width));
  return lines
    .map((line, index) => `${(index === 0 ? label : '').padEnd(LABEL_WIDTH - 1)} ${line}\n`)
    .join('');
}
