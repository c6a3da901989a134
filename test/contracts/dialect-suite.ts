import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dialectProperties } from './dialect-properties.ts';
import { dialectsUnderTest } from './dialects-under-test.ts';

/** `npm run proof -- replies` judges many more. */
const RUNS = 15;
const SEED = 2;

/** Defines the tests of the promises that every dialect makes, whatever its platform. */
export function dialectSuite(name: keyof typeof dialectsUnderTest): void {
  const tested = dialectsUnderTest[name];
  const { dialect, visible } = tested;
  const render = (text: string) =>
    dialect.open(undefined, Number.POSITIVE_INFINITY).update(text, 'final');

  describe(`dialect of ${name}`, () => {
    test('a text without visible characters has no page', () => {
      for (const text of ['', ' ', '\n \n\t']) assert.deepEqual(render(text), []);
    });

    for (const [promise, check] of Object.entries(dialectProperties))
      test(promise, () => check(tested, { runs: RUNS, seed: SEED }));

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
