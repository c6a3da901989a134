import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Dialect } from '../../src/contracts/dialect.ts';

/** A dialect, and how a suite measures and reads its pages. */
export interface DialectUnderTest<Page> {
  readonly dialect: Dialect<Page>;
  /** The longest page that one message holds, in the unit of `length`. */
  readonly limit: number;
  length(page: Page): number;
  /** The text that people read on a page. */
  visible(page: Page): string;
}

/** The search for the smallest text that breaks a promise could take hours. A text takes far less. */
const LONGEST_RUN_MS = 1_500;
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

/** Promises of every dialect for random texts. Each throws when it is broken for one of `runs` texts. */
export const dialectProperties: Readonly<Record<string, DialectProperty>> = {
  'every page fits one message and shows something'(tested, options) {
    const { limit, length, visible } = tested;
    check(long, options, (text) => {
      for (const page of open(tested).update(text, 'final')) {
        assert.ok(length(page) <= limit, `a page of ${length(page)}`);
        assert.notEqual(visible(page).trim(), '');
      }
    });
  },

  'while a text grows, pages before the last one do not change, and at its end all are as if it came at once'(
    tested,
    options,
  ) {
    check(long, options, (text) => {
      const rendering = open(tested);
      let before: readonly unknown[] = [];
      for (const prefix of prefixes(text)) {
        const pages = rendering.update(prefix, 'growing');
        before.slice(0, -1).forEach((page, index) => {
          assert.deepEqual(pages[index], page);
        });
        before = pages;
      }
      assert.deepEqual(rendering.update(text, 'final'), open(tested).update(text, 'final'));
    });
  },

  'no word of a long text is lost, doubled or moved'(tested, options) {
    check(prose, options, (text) => {
      const shown = open(tested).update(text, 'final').map(tested.visible).join(' ');
      assert.deepEqual(shown.split(/\s+/).filter(Boolean), text.split(/\s+/).filter(Boolean));
    });
  },
};

interface SampleOptions {
  readonly runs: number;
  readonly seed: number;
}

type DialectProperty = <Page>(tested: DialectUnderTest<Page>, options: SampleOptions) => void;

const open = <Page>({ dialect }: DialectUnderTest<Page>) =>
  dialect.open(undefined, Number.POSITIVE_INFINITY);

function check(
  text: fc.Arbitrary<string>,
  { runs, seed }: SampleOptions,
  holds: (text: string) => void,
): void {
  fc.assert(fc.property(text, holds), {
    numRuns: runs,
    seed,
    interruptAfterTimeLimit: runs * LONGEST_RUN_MS,
  });
}

function prefixes(text: string): string[] {
  const step = Math.max(1, Math.ceil(text.length / 30));
  return Array.from({ length: Math.ceil(text.length / step) }, (_, index) =>
    text.slice(0, (index + 1) * step),
  );
}
