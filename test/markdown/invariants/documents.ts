import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';

/** A Markdown text to judge renderings of. */
export interface MarkdownDocument {
  readonly name: string;
  readonly markdown: string;
}

const ANSWERS = join(import.meta.dirname, '../../fixtures/answers');

/** Answers as models write them, some of them cut off. */
export async function readAnswers(): Promise<readonly MarkdownDocument[]> {
  const files = (await readdir(ANSWERS)).filter((file) => file.endsWith('.md')).sort();
  return await Promise.all(
    files.map(async (file) => ({
      name: file,
      markdown: await readFile(join(ANSWERS, file), 'utf8'),
    })),
  );
}

/** Every example of the CommonMark specification. */
export function commonMarkExamples(): readonly MarkdownDocument[] {
  // It is CommonJS and has no types.
  const { tests } = createRequire(import.meta.url)('commonmark-spec');
  return tests.map(({ markdown, number }: { markdown: string; number: number }) => ({
    name: `CommonMark example ${number}`,
    markdown: markdown.replaceAll('→', '\t'),
  }));
}

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

const sentence = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
      { weight: 2, arbitrary: fc.constantFrom(...INLINES) },
    ),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((words) => words.join(' '));
const prose = fc.array(sentence, { minLength: 1, maxLength: 3 }).map((lines) => lines.join('\n'));
const atom = fc.oneof(
  { weight: 2, arbitrary: prose },
  { weight: 3, arbitrary: fc.constantFrom(...BLOCKS) },
);
const quoted = (block: string) => block.replace(/^/gm, '> ');
const listed = (block: string) => `- ${block.replaceAll('\n', '\n  ')}`;
// From 1: micromark takes other numbers in a container that follows a paragraph for text, which CommonMark does not.
const numbered = (block: string) => `1. ${block.replaceAll('\n', '\n   ')}`;
const container = fc.constantFrom(...[quoted, listed, numbered]);
const contained = fc
  .tuple(fc.array(atom, { minLength: 1, maxLength: 3 }), fc.array(container, { maxLength: 3 }))
  .map(([atoms, containers]) =>
    containers.reduce((block, wrap) => wrap(block), atoms.join('\n\n')),
  );
// Directly behind a container, micromark takes these for what they are not, which CommonMark and GFM do not.
const NEEDS_BLANK_LINE = /^(?:\|| {4})/;
const generated = fc
  .tuple(fc.array(contained, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', '\n\n'))
  .map(([blocks, gap]) =>
    blocks.reduce((text, block) => text + (NEEDS_BLANK_LINE.test(block) ? '\n\n' : gap) + block),
  );

/** Documents of every kind of block in quotes and lists; the same ones for the same seed. */
export function generateDocuments(count: number, seed: number): readonly MarkdownDocument[] {
  return fc
    .sample(generated, { numRuns: count, seed })
    .map((markdown, index) => ({ name: `generated ${index} of seed ${seed}`, markdown }));
}
