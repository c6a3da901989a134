import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { discordDialect } from '../../../src/platforms/discord/rendering/dialect.ts';
import { documentsWith, HUGE_PIECES } from './huge-pieces.ts';
import { complainAboutHugePiece, measuredDialects } from './measured-dialects.ts';

const SEED = 10;
/** The number of times that each growing text is rendered. */
const FRAMES = 10;

for (const measured of measuredDialects) {
  const { name, dialect, read } = measured;
  const pieces = Object.entries(HUGE_PIECES);

  describe(`a piece larger than a message, on ${name},`, () => {
    for (const [index, [what, piece]] of pieces.entries()) {
      test(`never costs the answer: ${what}`, () => {
        // `npm run proof -- replies` judges all of these documents.
        const documents = documentsWith(piece);
        const markdown = documents[index % documents.length] ?? '';
        assert.deepEqual(complainAboutHugePiece(measured, markdown), []);
      });
    }

    test('fits on smaller pages too, where the network takes less', () => {
      for (const [what, piece] of fc.sample(fc.constantFrom(...pieces), {
        seed: SEED,
        numRuns: 4,
      })) {
        const [markdown = ''] = documentsWith(piece);
        assert.deepEqual(complainAboutHugePiece(measured, markdown, 0.25), [], what);
      }
    });

    test('fits while it grows, beside others, and leaves closed pages as they are', () => {
      const documents = fc
        .array(fc.constantFrom(...Object.values(HUGE_PIECES)), { minLength: 2, maxLength: 3 })
        .map((parts) => parts.join(' and\n\n'));

      for (const markdown of fc.sample(documents, { seed: SEED, numRuns: 2 })) {
        const rendering = dialect.open('', 1_000);
        let previous: readonly unknown[] = [];

        for (let frame = 1; frame <= FRAMES; frame += 1) {
          const end = Math.ceil((markdown.length * frame) / FRAMES);
          const pages = rendering.update(markdown.slice(0, end), 'growing');
          const closed = previous.slice(0, -1);
          assert.ok(read(pages.slice(closed.length)).every(({ fill }) => fill <= 1));
          assert.deepEqual(pages.slice(0, closed.length), closed);
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
    assert.deepEqual(show(`[a]: ${address.slice(0, 1_600)}`), [
      '[a]: `example.com/…`',
      'answer.md',
    ]);
  });

  test('costs no word of the report', () => {
    const report = new URL('../../fixtures/reports/markdown/m07.long-link.md', import.meta.url);
    const [text, file] = show(readFileSync(report, 'utf8'));
    assert.match(
      text ?? '',
      /^Open this report \(`example\.com\/…`\) now\. (?:Words behind it\. ?)+$/,
    );
    assert.equal(file, 'answer.md');
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
