import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Dialect } from '../../../src/contracts/dialect.ts';
import { discordDialect } from '../../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect } from '../../../src/platforms/telegram/rendering/dialect.ts';
import { measureBlocks } from '../../../src/platforms/telegram/rendering/rich/measure-blocks.ts';
import { richDialect } from '../../../src/platforms/telegram/rendering/rich/rich-dialect.ts';
import { documentsWith, HUGE_PIECES } from './huge-pieces.ts';

const SEED = 10;
/** The number of times that each growing text is rendered. */
const FRAMES = 15;
/** Of the share of a message that a page may fill, pages with such pieces fill this much at least. */
const LEAST_FILL = 0.25;
/** A page that is not worth counting: the first one, the last one, and one before a long piece. */
const SPARE_PAGES = 4;

describeDialect('discord', discordDialect, ({ content }) => ({
  text: content,
  fill: content.length / 2_000,
}));
describeDialect('telegram', telegramDialect, ({ text, entities = [] }) => ({
  text,
  fill: Math.max(text.length / 4_096, entities.length / 100),
}));
describeDialect('telegram’s rich dialect', richDialect, ({ blocks }) => {
  const size = measureBlocks(blocks);
  return { text: JSON.stringify(blocks), fill: Math.max(size.units / 7_900, size.blocks / 500) };
});

type ReadPage<Page> = (page: Page) => { readonly text: string; readonly fill: number };

function describeDialect<Page>(name: string, dialect: Dialect<Page>, read: ReadPage<Page>): void {
  const readAll = (pages: readonly Page[], share: number) =>
    pages
      .filter((page) => !dialect.isFile?.(page))
      .map(read)
      .map(({ text, fill }) => ({ text, fill: fill / share }));

  function assertReadable(pages: readonly Page[], share: number): void {
    const shown = readAll(pages, share);
    const fills = shown.map(({ fill }) => fill);
    assert.ok(Math.max(...fills) <= 1, `a page is filled to ${Math.max(...fills)}`);

    const text = shown.map((page) => page.text).join('\n');
    assert.match(text, /Before it are words\./);
    assert.match(text, /The end of the prose\./);

    const fill = fills.reduce((sum, part) => sum + part, 0);
    assert.ok(shown.length <= fill / LEAST_FILL + SPARE_PAGES, `${shown.length} pages of ${fill}`);
  }

  describe(`a piece larger than a message, on ${name},`, () => {
    for (const [what, piece] of Object.entries(HUGE_PIECES)) {
      test(`never costs the answer: ${what}`, () => {
        for (const markdown of documentsWith(piece))
          assertReadable(dialect.open('', 1_000).update(markdown, 'final'), 1);
      });
    }

    test('fits on smaller pages too, where the network takes less', () => {
      const pieces = fc.sample(fc.constantFrom(...Object.values(HUGE_PIECES)), {
        seed: SEED,
        numRuns: 8,
      });
      for (const piece of pieces) {
        const [markdown = ''] = documentsWith(piece);
        const rendering = dialect.open('', 1_000, { largestFill: 0.25 });
        assertReadable(rendering.update(markdown, 'final'), 0.25);
      }
    });

    test('fits while it grows, beside others, and leaves closed pages as they are', () => {
      const documents = fc
        .array(fc.constantFrom(...Object.values(HUGE_PIECES)), { minLength: 2, maxLength: 3 })
        .map((pieces) => pieces.join(' and\n\n'));

      for (const markdown of fc.sample(documents, { seed: SEED, numRuns: 4 })) {
        const rendering = dialect.open('', 1_000);
        let previous: readonly Page[] = [];

        for (let frame = 1; frame <= FRAMES; frame += 1) {
          const end = Math.ceil((markdown.length * frame) / FRAMES);
          const pages = rendering.update(markdown.slice(0, end), 'growing');
          for (const { fill } of readAll(pages.slice(Math.max(0, previous.length - 1)), 1))
            assert.ok(fill <= 1, `a page is filled to ${fill}`);
          assert.deepEqual(pages.slice(0, Math.max(0, previous.length - 1)), previous.slice(0, -1));
          previous = pages;
        }
        assert.deepEqual(
          rendering.update(markdown, 'final'),
          dialect.open('', 1_000).update(markdown, 'final'),
        );
      }
    });
  });
}

describe('an address that is too long for a message', () => {
  const address = `https://example.com/q?state=${'abcdef0123&'.repeat(250)}end`;
  const show = (markdown: string) =>
    discordDialect
      .open()
      .update(markdown, 'final')
      .map(({ content, file }) => content || file?.name);

  test('stays in the file, and its label in the text (openclaw/openclaw #151147)', () => {
    assert.deepEqual(show(`Open [this report](${address}) now.`), [
      'Open this report (`example.com/…`) now.',
      'answer.md',
    ]);
    assert.deepEqual(show(`See ${address} now.`), ['See `example.com/…` now.', 'answer.md']);
    assert.deepEqual(show(`![chart](${address})`), ['🖼 chart (`example.com/…`)', 'answer.md']);
    assert.deepEqual(show(`[a]: ${address}`), ['[a]: `example.com/…`', 'answer.md']);
  });

  test('stays in the text where the network takes no file', () => {
    const rendering = discordDialect.open('', 5, { withoutFile: true });
    assert.equal(rendering.update(`[a](${address})`, 'final').length, 1);
  });

  test('is shown as a whole up to three quarters of a page, and no page break divides it', () => {
    const shorter = address.slice(0, 1_400);
    const pages = show(`${'Some words. '.repeat(80)}\n\nSee ${shorter} now.`);
    assert.ok(pages.some((page) => page?.includes(shorter)));
    assert.deepEqual(show(`[a](${shorter})`), [`[a](${shorter})`]);
  });
});
