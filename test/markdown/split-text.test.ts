import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { splitText } from '../../src/markdown/split-text.ts';

const limit = 120;
const fenced = (text: string) => splitText(text, { limit, fences: true });
const plain = (text: string) => splitText(text, { limit, fences: false });

describe('splitText', () => {
  test('a text that fits is one page, without the white space around it', () => {
    assert.deepEqual(plain('\n\nhello\nworld \n'), ['hello\nworld']);
  });

  test('nothing to see is no page', () => {
    assert.deepEqual(plain(' \n\t\n'), []);
  });

  test('a paragraph is the best place to break, then a line, a sentence, a word', () => {
    const first = 'a'.repeat(90);
    for (const mark of ['\n\n', '\n', '. ', ' ']) {
      const [page, next] = plain(`${first}${mark}${'b'.repeat(60)}`);
      assert.equal(page, `${first}${mark}`.trimEnd(), JSON.stringify(mark));
      assert.equal(next, 'b'.repeat(60));
    }
  });

  test('a break that would waste most of a page is not taken', () => {
    const [page] = plain(`short\n\n${'x'.repeat(300)}`);
    assert.equal(page?.length, limit);
  });

  test('a joined emoji is not cut in two', () => {
    const family = '👩‍👩‍👧‍👦';
    const pages = plain(family.repeat(40));
    for (const page of pages) assert.equal(page.length % family.length, 0);
    assert.equal(pages.join(''), family.repeat(40));
  });

  test('a code block is closed at the end of a page and opened again, in its language, on the next', () => {
    const pages = fenced(`\`\`\`js\n${'call();\n'.repeat(40)}\`\`\`\nafter`);
    assert.ok(pages.length > 2);
    for (const page of pages) {
      assert.ok(page.length <= limit);
      assert.equal(page.match(/^```/gm)?.length, 2);
    }
    assert.ok(pages.slice(1).every((page) => page.startsWith('```js\n')));
    assert.ok(pages.at(-1)?.endsWith('after'));
  });

  test('indentation at the beginning of a page of code is kept', () => {
    const pages = fenced(`\`\`\`\n${'    indented\n'.repeat(30)}\`\`\``);
    for (const page of pages) assert.match(page, /^```\n {4}indented/);
  });

  test('a very long opening line is not repeated', () => {
    const pages = fenced(`\`\`\`${'x'.repeat(60)}\n${'code\n'.repeat(40)}\`\`\``);
    assert.ok(pages[1]?.startsWith('```\ncode'));
  });

  test('a line of hundreds of backticks or tildes is a drawing, not a fence', () => {
    for (const sign of ['`', '~']) {
      const pages = fenced(`${sign.repeat(300)}\nafter`);
      assert.ok(pages.every((page) => page.length <= limit));
      assert.equal(pages.join('').replaceAll('\n', ''), `${sign.repeat(300)}after`);
    }
  });

  test('a page of nothing but white space is left out', () => {
    assert.deepEqual(plain(`before${' '.repeat(400)}after`), ['before', 'after']);
    assert.deepEqual(
      plain(`${'\t'.repeat(400)}after`).map((page) => page.trim()),
      ['after'],
    );
  });

  test('whatever the text: pages fit, show something, lose nothing and stay while it grows', () => {
    const signs = [
      '\n',
      '\n\n',
      '```',
      '````',
      '~~~',
      '```js\n',
      ' ',
      '. ',
      'é',
      '👨‍👩‍👧',
      '`'.repeat(200),
      '\n'.repeat(200),
      '  ',
    ];
    const piece = fc.oneof(fc.constantFrom(...signs, 'word', 'x'.repeat(50)), fc.string());
    const text = fc.array(piece, { maxLength: 150, size: 'max' }).map((pieces) => pieces.join(''));
    const visible = (of: string) => of.replace(/\s/g, '');
    fc.assert(
      fc.property(text, fc.boolean(), (whole, fences) => {
        const split = (of: string) => splitText(of, { limit, fences });
        const pages = split(whole);
        for (const page of pages) assert.ok(page.length <= limit && page.trim() !== '', JSON.stringify(page));
        if (!fences) assert.equal(visible(pages.join('')), visible(whole));
        let before: string[] = [];
        for (let end = 0; end <= whole.length; end += Math.ceil(whole.length / 20) || 1) {
          const now = split(whole.slice(0, end));
          assert.deepEqual(now.slice(0, Math.max(0, before.length - 1)), before.slice(0, -1));
          before = now;
        }
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});
