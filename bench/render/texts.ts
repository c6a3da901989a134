import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export const TEXT_NAMES = ['mixed', 'code', 'list', 'table', 'paragraph'] as const;
export type TextName = (typeof TEXT_NAMES)[number];

const ANSWERS = join(import.meta.dirname, '../../test/fixtures/answers');
/** The longer ones are one block each, and what does not end would swallow what follows. */
const LONGEST_PART = 2_000;

/** Answers of at least so many characters: many short ones in a row, and those that are one block from start to end. */
export async function createTexts(characters: number): Promise<Readonly<Record<TextName, string>>> {
  const row = (line: (index: number) => string, separator = '\n') => {
    const lines = Array.from(
      { length: Math.ceil(characters / line(100).length) + 200 },
      (_, index) => line(index),
    );
    return lines.join(separator).slice(0, characters);
  };
  return {
    mixed: repeat(await readShortAnswers(), characters),
    code: `\`\`\`ts\n${row((index) => `const value${index} = items[${index}] ?? fallback; // <${index}> & more`)}`,
    list: row(
      (index) =>
        `${index + 1}. The **${index}th** of many points, with \`code\` and a [link](https://example.com/${index})`,
    ),
    table: `| name | value | note |\n|---|--:|---|\n${row((index) => `| row ${index} | ${index * 17} | a *short* note |`)}`,
    paragraph: row(
      (index) => `Sentence ${index} says **something** about \`snake_case_${index}\`, and ends.`,
      ' ',
    ),
  };
}

async function readShortAnswers(): Promise<string> {
  const names = (await readdir(ANSWERS)).filter(
    (name) => name.endsWith('.md') && !name.startsWith('unterminated'),
  );
  const texts = await Promise.all(
    names.sort().map((name) => readFile(join(ANSWERS, name), 'utf8')),
  );
  return `${texts
    .filter(({ length }) => length <= LONGEST_PART)
    .map((text) => text.trim())
    .join('\n\n')}\n\n`;
}

function repeat(text: string, characters: number): string {
  return text.repeat(Math.ceil(characters / text.length)).slice(0, characters);
}
