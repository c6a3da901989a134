import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `mixed` has many short blocks; each of the others is one block from start to end. */
export const TEXT_NAMES = ['mixed', 'code', 'list', 'table', 'paragraph'] as const;
export type TextName = (typeof TEXT_NAMES)[number];

const ANSWERS_FOLDER = join(import.meta.dirname, '../../test/fixtures/answers');
/** Longer answers are left out of `mixed`, because they are one block each. */
const MAX_ANSWER_CHARACTERS = 2_000;
/**
 * An answer with an open end is left out too, because its last block would swallow the next answer.
 */
const OPEN_END_PREFIX = 'unterminated';

/** Gives a text of each name, with at least this number of characters. */
export async function createTexts(characters: number): Promise<Readonly<Record<TextName, string>>> {
  return {
    mixed: repeat(await readShortAnswers(), characters),
    code: `\`\`\`ts\n${joinLines(codeLine, characters)}`,
    list: joinLines(listItem, characters),
    table: `| name | value | note |\n|---|--:|---|\n${joinLines(tableRow, characters)}`,
    paragraph: joinLines(sentence, characters, ' '),
  };
}

function codeLine(index: number): string {
  return `const value${index} = items[${index}] ?? fallback; // <${index}> & more`;
}

function listItem(index: number): string {
  const link = `[link](https://example.com/${index})`;
  return `${index + 1}. The **${index}th** of many points, with \`code\` and a ${link}`;
}

function tableRow(index: number): string {
  return `| row ${index} | ${index * 17} | a *short* note |`;
}

function sentence(index: number): string {
  return `Sentence ${index} says **something** about \`snake_case_${index}\`, and ends.`;
}

/**
 * Joins the lines that `lineAt` gives for 0, 1, 2, …, and cuts the text to this number of
 * characters.
 */
function joinLines(
  lineAt: (index: number) => string,
  characters: number,
  separator = '\n',
): string {
  // The lines before the hundredth are shorter than it, so there are 200 more.
  const count = Math.ceil(characters / lineAt(100).length) + 200;
  const lines = Array.from({ length: count }, (_, index) => lineAt(index));
  return lines.join(separator).slice(0, characters);
}

async function readShortAnswers(): Promise<string> {
  const allNames = await readdir(ANSWERS_FOLDER);
  const names = allNames
    .filter((name) => name.endsWith('.md') && !name.startsWith(OPEN_END_PREFIX))
    .sort();
  const answers = await Promise.all(
    names.map((name) => readFile(join(ANSWERS_FOLDER, name), 'utf8')),
  );
  const shortAnswers = answers.filter(({ length }) => length <= MAX_ANSWER_CHARACTERS);

  return `${shortAnswers.map((answer) => answer.trim()).join('\n\n')}\n\n`;
}

function repeat(text: string, characters: number): string {
  return text.repeat(Math.ceil(characters / text.length)).slice(0, characters);
}
