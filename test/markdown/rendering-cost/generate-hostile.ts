import { createRandom, type Random } from './random.ts';

/** Pieces of Markdown that begin, end or join something, and pieces of scripts that join. */
const ATOMS: readonly string[] = [
  ...['*', '**', '***', '_', '__', '~~', '`', '``', '```', '$', '$$', '\\(', '\\)', '\\['],
  ...['\\]', '\\', '|', '||', '|-|', '|---|---|', '[', ']', '![', '](', ')', '(', '<', '>', '<b>'],
  ...['</b>', '<br>', '<!--', '-->', '<?', '<details>', '&amp;', '&#65;', '&', '#', '######', '- '],
  ...[
    '* ',
    '+ ',
    '1. ',
    '99) ',
    '- [ ] ',
    '> ',
    '>',
    '---',
    '===',
    '***',
    '- - -',
    '[^1]',
    '[^1]: ',
  ],
  ...[
    '[a]: x',
    '[a]',
    '[a][b]',
    'www.a.b',
    'https://x.org/',
    'a@b.co',
    '@everyone',
    ':::',
    '【1†a】',
  ],
  ...[' ', '  ', '    ', '\t', '\n', '\n\n', '\r\n', '\r', '  \n', '\\\n', '\u00a0', '\u200b'],
  ...['a', 'word', 'Two words.', '1', '。', '这是', '**注意：**', '\u0301', '\u202e', 'مرحبا'],
  ...['\u{1F468}\u200d\u{1F469}', '\u{1F468}\u200d', '\ufe0f', '\ud83d', '\ue200cite', '\u2028'],
];
/** The shares of texts of up to each of these lengths; the rest is shorter. */
const LENGTHS = [
  { share: 0.0001, longest: 65_536 },
  { share: 0.002, longest: 8_192 },
  { share: 0.03, longest: 1_024 },
  { share: 1, longest: 120 },
] as const;
const MAX_REPETITIONS = 60;

/** Gives hostile texts without end: atoms of Markdown, repeated, nested and mixed. */
export function* generateHostileTexts(seed: number): Generator<string, never> {
  const random = createRandom(seed);
  for (;;) yield generateText(random);
}

function generateText(random: Random): string {
  const draw = random.share();
  const longest = LENGTHS.find(({ share }) => draw < share)?.longest ?? 0;
  const length = 1 + random.below(longest);

  let text = '';
  while (text.length < length) text += generatePart(random, length);
  return text.slice(0, length);
}

function generatePart(random: Random, length: number): string {
  const pattern = Array.from({ length: 1 + random.below(4) }, () => random.pick(ATOMS)).join('');
  const many = random.below(4) === 0 ? length : MAX_REPETITIONS;
  const count = random.below(3) === 0 ? 1 + random.below(many) : 1;

  switch (random.below(4)) {
    case 0:
      // Ever deeper, a line each.
      return lineByLine(count, (index) => pattern.repeat(1 + (index % 40)));
    case 1:
      return lineByLine(count, (index) => `${'  '.repeat(index % 40)}${pattern}`);
    default:
      return pattern.repeat(count);
  }
}

function lineByLine(count: number, lineAt: (index: number) => string): string {
  const lineCount = Math.min(count, MAX_REPETITIONS);
  return Array.from({ length: lineCount }, (_, index) => `${lineAt(index)}\n`).join('');
}
