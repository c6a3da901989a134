import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';

/** A Markdown text whose renderings are judged. */
export interface MarkdownDocument {
  readonly name: string;
  readonly markdown: string;
}

const ANSWERS_FOLDER = join(import.meta.dirname, '../../fixtures/answers');

/** Reads answers that models wrote, some of them cut off. */
export async function readAnswers(): Promise<readonly MarkdownDocument[]> {
  const names = await readdir(ANSWERS_FOLDER);
  const files = names.filter((name) => name.endsWith('.md')).sort();

  return await Promise.all(
    files.map(async (file) => ({
      name: file,
      markdown: await readFile(join(ANSWERS_FOLDER, file), 'utf8'),
    })),
  );
}

/** Reads all examples of the CommonMark specification. */
export function readCommonMarkExamples(): readonly MarkdownDocument[] {
  // The package is CommonJS and has no types.
  const { tests } = createRequire(import.meta.url)('commonmark-spec');
  return tests.map(({ markdown, number }: { markdown: string; number: number }) => ({
    name: `CommonMark example ${number}`,
    markdown: markdown.replaceAll('→', '\t'),
  }));
}

/** Words that are hard to break, to escape or to measure. */
const WORDS = [
  'alpha',
  'béta',
  '漢字かな',
  'שלום',
  '👩‍👩‍👧',
  'e\u0301',
  'snake_case',
  '2*3',
  'a||b',
  'C#',
  '@everyone',
  '<@1>',
  'x'.repeat(70),
];

const INLINES = [
  '**bold**',
  '__strong__',
  '*italic*',
  '_em_',
  '***both***',
  '**bold *and italic***',
  '~~gone~~',
  '`code`',
  '`` a`b ``',
  '[label](https://example.com/a_b)',
  '[*styled* label](https://example.com/(x))',
  'https://example.com/path_to?q=1',
  '![chart](https://example.com/c.png)',
  '<kbd>K</kbd>',
  '\\*literal\\*',
  '&amp;',
  '*',
  '**',
  '_',
  '`',
  '~~',
  '||',
  '[',
  '](',
];

const BLOCKS = [
  '# Heading',
  '### Heading with `code`',
  '##### Deep heading',
  '```js\nconst a = 1;\n\n\tb();\n```',
  '~~~\n```\ninner\n```\n~~~',
  '    indented\n      more',
  '| a | b |\n|---|--:|\n| 1 | **2** |\n| 漢 | `x` |',
  '- one\n- two\n  - three\n\n    four',
  '1. one\n2. two',
  '- [x] done\n- [ ] open',
  '> quoted\n> > deeper',
  '---',
  '<div>\n*html*\n</div>',
  'first  \nsecond\\\nthird',
  '-# small\n1986\\. A year\n#tag',
];

/**
 * Unlike CommonMark and GFM, micromark misreads tables and indented code directly behind a
 * container.
 */
const NEEDS_BLANK_LINE = /^(?:\|| {4})/;

const sentence = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
      { weight: 2, arbitrary: fc.constantFrom(...INLINES) },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((words) => words.join(' '));

const prose = fc.array(sentence, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));

const leafBlock = fc.oneof(
  { weight: 2, arbitrary: prose },
  { weight: 3, arbitrary: fc.constantFrom(...BLOCKS) },
);

const toQuote = (block: string) => block.replace(/^/gm, '> ');
const toListItem = (block: string) => `- ${block.replaceAll('\n', '\n  ')}`;
// The number is 1: unlike CommonMark, micromark takes other numbers in a container behind a
// paragraph for text.
const toNumberedItem = (block: string) => `1. ${block.replaceAll('\n', '\n   ')}`;
const toContainer = fc.constantFrom(...[toQuote, toListItem, toNumberedItem]);

const nestedBlocks = fc
  .tuple(
    fc.array(leafBlock, { minLength: 1, maxLength: 3 }),
    fc.array(toContainer, { maxLength: 3 }),
  )
  .map(([leaves, containers]) =>
    containers.reduce((block, wrap) => wrap(block), leaves.join('\n\n')),
  );

const generatedMarkdown = fc
  .tuple(fc.array(nestedBlocks, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', '\n\n'))
  .map(([blocks, gap]) =>
    blocks.reduce((text, block) => text + (NEEDS_BLANK_LINE.test(block) ? '\n\n' : gap) + block),
  );

/** Makes documents of all kinds of blocks in quotes and lists; the same ones for the same seed. */
export function generateDocuments(count: number, seed: number): readonly MarkdownDocument[] {
  return fc
    .sample(generatedMarkdown, { numRuns: count, seed })
    .map((markdown, index) => ({ name: `generated ${index} of seed ${seed}`, markdown }));
}
