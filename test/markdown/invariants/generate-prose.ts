import fc from 'fast-check';
import type { MarkdownDocument } from './documents.ts';

const WORDS = ['alpha', 'béta', '漢字', 'слово', 'مرحبا', 'हिन्दी', 'x1', '2nd', 'won’t', 'naïve'];

/** Operators, names, paths, types and other text that Markdown could take for formatting. */
const SIGNS = [
  '2*3*4',
  'G1*G2*G3',
  'f(x)*g(x)*h',
  'a**b',
  'x**2 + y**2',
  '5 * 3',
  'a_b',
  '__init__',
  'foo.__class__.__name__',
  '_id',
  'snake_case',
  '~5',
  'a~~b',
  '*.ts',
  '/etc/*/x.d/*',
  '**kwargs',
  '*args',
  'int *a, **b',
  'a<b',
  'x > y',
  'a|b',
  '||',
  '#tag',
  'C#',
  '50%',
  '@me',
  'a=b',
  'i++',
  '--flag',
  'a&b',
  '<T>',
  'List<String>',
  '<your-name>',
  'C:\\Users\\_x\\*',
  '\\d+\\.\\d*',
  '(a)',
  '[x]',
  '{y}',
  'https://example.com/a_b',
  '（https://example.com/c）',
  'me@example.com',
  '1986.',
  '3)',
  '+1',
  '...',
  '—',
  '->',
  '!=',
  '~/a',
  '/*c*/',
  "'*'",
  '*',
  '_',
  '**',
];

const FORMATTED = [
  '**bold**',
  '*it*',
  '_em_',
  '~~gone~~',
  '`code`',
  '`a*b_c`',
  '**Step 1:**Do',
  '**注意：**不要',
  'un**frigging**able',
  '<b>b</b>',
  'H<sub>2</sub>O',
  '<kbd>K</kbd>',
  '[label](https://example.com/x)',
  '\\*lit\\*',
  '&lt;',
  '&amp;',
];

const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 4, arbitrary: fc.constantFrom(...SIGNS) },
  { weight: 2, arbitrary: fc.constantFrom(...FORMATTED) },
);
/** Mostly a space; without one, the pieces touch. */
const gap = fc.constantFrom(' ', ' ', ' ', ' ', '', ', ');
const lineStart = fc.constantFrom('', '', '', '- ', '1. ', '4. ', '> ', '# ', '- 2. ');
const lineEnd = fc.constantFrom('\n', '\n\n', '\n\n', '.\n\n', '\n---\n', '\n\n---\n\n');

const line = fc
  .tuple(lineStart, fc.array(fc.tuple(piece, gap), { minLength: 1, maxLength: 8 }), lineEnd)
  .map(([start, pieces, end]) => start + pieces.flat().join('').trim() + end);

/** Makes texts of operators, names, formatting and prose; the same ones for the same seed. */
export function generateProse(count: number, seed: number): readonly MarkdownDocument[] {
  return fc
    .sample(fc.array(line, { minLength: 1, maxLength: 6 }), { numRuns: count, seed })
    .map((lines, index) => ({ name: `prose ${index} of seed ${seed}`, markdown: lines.join('') }));
}
