import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Dialect } from '../../src/contracts/dialect.ts';

/** A dialect, and how the suite measures and reads its pages. */
export interface DialectUnderTest<Page> {
  readonly dialect: Dialect<Page>;
  /** The longest page that one message holds, in the unit of `length`. */
  readonly limit: number;
  length(page: Page): number;
  /** The text that people read on a page. */
  visible(page: Page): string;
}

/** `npm run proof -- replies` judges many more. */
const RUNS = 40;
/** The search for the smallest text that breaks a promise could take hours. */
const LONGEST_SEARCH_MS = 20_000;
const WORDS = ['alpha', 'beta', 'γάμμα', '漢字', '👩‍👩‍👧', 'e\u0301', 'x'.repeat(90)];
const SIGNS = [
  '\n',
  '\n\n',
  ' ',
  '. ',
  '```\n',
  '```js\n',
  '~~~\n',
  '- ',
  '> ',
  '**',
  '_',
  '`',
  '| a | b |\n',
  '# ',
  '\t',
  '<@1>',
];
const wild = fc
  .array(fc.oneof(fc.constantFrom(...WORDS, ...SIGNS), fc.string()), {
    maxLength: 300,
    size: 'max',
  })
  .map((parts) => parts.join(''));
const long = fc
  .tuple(wild, fc.integer({ min: 1, max: 12 }))
  .map(([text, times]) => `${text}\n`.repeat(times));
const prose = fc
  .array(
    fc.tuple(fc.constantFrom(...WORDS.slice(0, 4)), fc.constantFrom(' ', '. ', '\n', '\n\n')),
    {
      maxLength: 1_600,
      size: 'max',
    },
  )
  .map((words) => words.flat().join(''));

/** Defines the tests of the promises that every dialect makes, whatever its platform. */
export function dialectSuite<Page>(
  name: string,
  { dialect, limit, length, visible }: DialectUnderTest<Page>,
): void {
  const open = () => dialect.open(undefined, Number.POSITIVE_INFINITY);
  const render = (text: string, state: 'growing' | 'final' = 'final') => open().update(text, state);
  const check = (text: fc.Arbitrary<string>, holds: (text: string) => void) =>
    fc.assert(fc.property(text, holds), {
      numRuns: RUNS,
      seed: 2,
      interruptAfterTimeLimit: LONGEST_SEARCH_MS,
    });

  describe(`dialect of ${name}`, () => {
    test('a text without visible characters has no page', () => {
      for (const text of ['', ' ', '\n \n\t']) assert.deepEqual(render(text), []);
    });

    test('every page fits one message and shows something', () => {
      check(long, (text) => {
        for (const page of render(text)) {
          assert.ok(length(page) <= limit, `a page of ${length(page)}`);
          assert.notEqual(visible(page).trim(), '');
        }
      });
    });

    test('while a text grows, pages before the last one do not change, and at its end all are as if it came at once', () => {
      check(long, (text) => {
        const rendering = open();
        let before: readonly Page[] = [];
        for (const prefix of prefixes(text)) {
          const pages = rendering.update(prefix, 'growing');
          before.slice(0, -1).forEach((page, index) => {
            assert.deepEqual(pages[index], page);
          });
          before = pages;
        }
        assert.deepEqual(rendering.update(text, 'final'), render(text));
      });
    });

    test('no word of a long text is lost, doubled or moved', () => {
      check(prose, (text) => {
        const shown = render(text).map(visible).join(' ');
        assert.deepEqual(shown.split(/\s+/).filter(Boolean), text.split(/\s+/).filter(Boolean));
      });
    });

    test('a long code block stays code on every page', () => {
      const lines = Array.from({ length: 400 }, (_, index) => `const line${index} = ${index};`);
      const pages = render(`\`\`\`js\n${lines.join('\n')}\n\`\`\``);
      const shown = pages.map(visible).join('\n');
      assert.ok(pages.length > 1);
      for (const line of lines) assert.ok(shown.includes(line), line);
    });

    test('pages are the same when people would see no difference', () => {
      const [page] = render('as it was');
      const [again] = render('as it was\n');
      const [other] = render('as it is');
      assert.ok(page !== undefined && again !== undefined && other !== undefined);
      assert.equal(dialect.same(page, again), true);
      assert.equal(dialect.same(page, other), false);
    });
  });
}

function prefixes(text: string): string[] {
  const step = Math.max(1, Math.ceil(text.length / 30));
  return Array.from({ length: Math.ceil(text.length / step) }, (_, index) =>
    text.slice(0, (index + 1) * step),
  );
}
