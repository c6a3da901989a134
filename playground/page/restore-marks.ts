import type { ShownEntity } from '../shown-entity.ts';

/** The marks that people type around words on Telegram. */
const MARKS: Readonly<Record<string, string>> = {
  bold: '**',
  italic: '__',
  strikethrough: '~~',
  spoiler: '||',
  code: '`',
};

/** Gives the text of a message as a person would type it, so that an edit keeps its formatting. */
export function restoreMarks(text: string, entities: readonly ShownEntity[] = []): string {
  // From the end to the beginning, so that no inserted mark moves what is still to be marked.
  const fromEnd = entities.toSorted((a, b) => b.offset - a.offset);
  return fromEnd.reduce((marked, entity) => {
    const end = entity.offset + entity.length;
    const words = marked.slice(entity.offset, end);
    return marked.slice(0, entity.offset) + addMarks(words, entity) + marked.slice(end);
  }, text);
}

function addMarks(words: string, { type, url = '', language = '' }: ShownEntity): string {
  if (type === 'pre') return `\`\`\`${language}\n${words}\n\`\`\``;
  if (type === 'text_link') return `[${words}](${url})`;
  const mark = MARKS[type] ?? '';
  return `${mark}${words}${mark}`;
}
