import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createPlainDialect } from './plain-dialect.ts';

const pagesOf = (markdown: string, limit: number) =>
  createPlainDialect(limit)
    .open()
    .update(markdown, 'final')
    .map(({ text }) => text);
const words = (count: number, word = 'word') => Array.from({ length: count }, () => word).join(' ');
const squeezed = (pages: readonly string[]) => pages.join('').replaceAll(/\s/g, '');

describe('pages', () => {
  test('end at the best break of their last part', () => {
    assert.deepEqual(pagesOf(`${words(15)}.\n\n${words(15)}.`, 100), [
      `${words(15)}.`,
      `${words(15)}.`,
    ]);
    assert.deepEqual(pagesOf(`${words(15)}. ${words(15)}.`, 100), [
      `${words(15)}. `,
      `${words(15)}.`,
    ]);
    assert.deepEqual(pagesOf(`- ${words(15)}\n- ${words(15)}`, 100), [
      `- ${words(15)}`,
      `- ${words(15)}`,
    ]);
    assert.deepEqual(pagesOf('x'.repeat(250), 100), [
      'x'.repeat(100),
      'x'.repeat(100),
      'x'.repeat(50),
    ]);
  });

  test('a heading is not left alone at the end of a page', () => {
    assert.deepEqual(pagesOf(`${words(15)}\n\n# Title\n\n${words(15)}`, 90)[0], words(15));
  });

  test('an item goes on without its marker, a quote as a quote', () => {
    const [first, second] = pagesOf(`> 7. ${words(30)}`, 100);
    assert.match(first ?? '', /^> 7\. word/);
    assert.match(second ?? '', /^> : word/);
  });

  test('a table shows its head again', () => {
    const rows = Array.from({ length: 30 }, (_, index) => `| ${index + 100} | b |`);
    const pages = pagesOf(`| head | b |\n|---|---|\n${rows.join('\n')}`, 120);
    assert.ok(pages.length > 2);
    for (const page of pages) assert.match(page, /^head │ b\n/);
    for (const row of rows)
      assert.equal(pages.filter((page) => page.includes(row.slice(2, 5))).length, 1);
  });

  test('a sign of several characters stays whole, unless it is larger than a page', () => {
    assert.deepEqual(pagesOf('👩‍👩‍👧'.repeat(5), 20), [
      '👩‍👩‍👧'.repeat(2),
      '👩‍👩‍👧'.repeat(2),
      '👩‍👩‍👧',
    ]);
    assert.equal(squeezed(pagesOf(`e${'\u0301'.repeat(100)}`, 20)).length, 101);
  });

  const LONG = words(60);
  for (const [what, text] of Object.entries({
    'a link': `[${LONG}](https://example.org/${'x'.repeat(300)})`,
    emphasis: `**${LONG}** and more`,
    'an underlined heading': `${LONG}\n===\n\nend`,
    'a formula': `$$${LONG}$$`,
    'a definition that is none': `[a]: /url "${LONG}" no`,
    'half an address': `![x](data:image/png;base64,${'A'.repeat(2_000)}) end`,
  })) {
    test(`what turns out to be ${what} after a page ended in it loses no word`, () => {
      const rendering = createPlainDialect(100).open();
      for (let end = 1; end < text.length; end += 7)
        rendering.update(text.slice(0, end), 'growing');
      const pages = rendering.update(text, 'final').map((page) => page.text);
      const shown = squeezed(pages).match(/word/g)?.length ?? 0;
      assert.equal(shown, text.match(/word/g)?.length ?? 0);
      assert.ok(pages.every((page) => page.length <= 100));
    });
  }
});

describe('a text longer than it may be', () => {
  const text = words(300);

  test('ends in a file', () => {
    const pages = createPlainDialect(100).open('', 3).update(text, 'final');
    assert.equal(pages.length, 4);
    assert.deepEqual(pages[3]?.file, { name: 'answer.md', markdown: text });
    assert.match(pages[2]?.text ?? '', /\(see file\)$/);
    assert.ok(pages.slice(0, 3).every(({ file }) => file === undefined));
  });

  test('while it grows, says so once and then stands still', () => {
    const rendering = createPlainDialect(100).open('', 3);
    const early = rendering.update(text.slice(0, 1_000), 'growing');
    assert.match(early.at(-1)?.text ?? '', /\(continues\)$/);
    assert.deepEqual(rendering.update(text, 'growing'), early);
  });
});

describe('closing lines', () => {
  const closed = (markdown: string, closing: string) =>
    createPlainDialect(100)
      .open()
      .update(markdown, 'final', closing)
      .map(({ text }) => text);

  test('stand under the text, or alone', () => {
    assert.deepEqual(closed('The text', '(one)\n\n*two*'), ['The text\n\n(one)\n\ntwo']);
    assert.deepEqual(closed('', '(one)'), ['(one)']);
    assert.deepEqual(closed('The text', ''), ['The text']);
  });

  test('stand outside of whatever the text left open', () => {
    for (const [open, shown] of Object.entries({
      '```js\nlet a': 'let a',
      '~~~\n': '',
      '> quoted': '> quoted',
      '- item': '- item',
      '**bold': '**bold',
      '`code': '`code',
      '$$\nx': 'x',
      '| a |\n|---|\n| b |': 'a\n─\nb',
      '[a]: https://b.c': '',
    })) {
      const [page = ''] = closed(open, '(stopped)');
      assert.match(page, /(?:^|\n\n)\(stopped\)$/, open);
      assert.ok(page.startsWith(shown), `${open}: ${page}`);
    }
  });

  test('have a page of their own where the last one has no room, and more if they are long', () => {
    assert.deepEqual(closed('x'.repeat(95), '(stopped)'), ['x'.repeat(95), '(stopped)']);
    assert.deepEqual(closed('The text', 'y'.repeat(150)), [
      'The text',
      'y'.repeat(100),
      'y'.repeat(50),
    ]);
  });

  test('are seen under a text that ends in a file, and are no part of it', () => {
    const text = words(300);
    const pages = createPlainDialect(200).open('', 3).update(text, 'final', '(end)');
    assert.equal(pages.length, 4);
    assert.match(pages[2]?.text ?? '', /\n\n\(see file\)\n\n\(end\)$/);
    assert.equal(pages[3]?.file?.markdown, text);
    const long = createPlainDialect(200)
      .open('', 3)
      .update(text, 'final', `(${'end '.repeat(20)})`);
    assert.equal(long.length, 5);
    assert.match(long[2]?.text ?? '', /\n\n\(see file\)$/);
    assert.match(long[3]?.text ?? '', /^\(end end/);
    assert.equal(long[4]?.file?.markdown, text);
  });
});

describe('a growing text', () => {
  const shown = (markdown: string) =>
    createPlainDialect(1_000).open().update(markdown, 'growing')[0]?.text;

  test('shows what is open as it will look closed', () => {
    assert.equal(shown('so **bold wo'), 'so bold wo');
    assert.equal(shown('so `code wo'), 'so code wo');
    assert.equal(shown('a *b* _c'), 'a b c');
  });

  test('holds back what cannot be read yet', () => {
    for (const half of [
      '[a link',
      '[a link](https://exam',
      '![image](data:image/png;base64,AAAAAAAA',
      '&am',
      '\\',
      '**',
    ]) {
      assert.equal(shown(`text ${half}`)?.trim(), 'text', half);
    }
    for (const half of [
      '| a | b |',
      '| a | b |\n',
      '| a | b |\n|--',
      '``',
      '1.',
      '- ',
      '##',
      '===',
      '$$',
    ]) {
      assert.equal(shown(`text\n\n${half}`)?.trim(), 'text', half);
    }
  });

  test('shows what only looks like a mark', () => {
    for (const text of [
      '2 * 3 = 6',
      'snake_case',
      'costs $5 and $6',
      '[1] Smith',
      'a < b',
      'f(x',
    ]) {
      assert.equal(shown(text), text);
    }
  });
});
