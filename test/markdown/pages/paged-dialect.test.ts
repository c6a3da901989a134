import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { discordDialect } from '../../../src/platforms/discord/rendering/dialect.ts';
import { attachedMarkdown } from '../../helpers/attached-markdown.ts';
import { createPlainDialect } from '../plain-dialect.ts';

const pagesOf = (markdown: string, limit: number) =>
  createPlainDialect(limit)
    .open()
    .update(markdown, 'final')
    .map(({ text }) => text);
const words = (count: number) => Array.from({ length: count }, () => 'word').join(' ');
const withoutSpaces = (pages: readonly string[]) => pages.join('').replaceAll(/\s/g, '');
const countWords = (text: string) => text.match(/word/g)?.length ?? 0;

describe('pages', () => {
  test('end at the best break in their last part', () => {
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

  test('do not end with a heading', () => {
    assert.deepEqual(pagesOf(`${words(15)}\n\n# Title\n\n${words(15)}`, 90)[0], words(15));
  });

  test('continue an item without its marker, and a quote as a quote', () => {
    const [first, second] = pagesOf(`> 7. ${words(30)}`, 100);
    assert.match(first ?? '', /^> 7\. word/);
    assert.match(second ?? '', /^> : word/);
  });

  test('repeat the head of a table', () => {
    const rows = Array.from({ length: 30 }, (_, index) => `| ${index + 100} | b |`);
    const pages = pagesOf(`| head | b |\n|---|---|\n${rows.join('\n')}`, 120);
    assert.ok(pages.length > 2);
    for (const page of pages) assert.match(page, /^head │ b\n/);
    for (const row of rows)
      assert.equal(pages.filter((page) => page.includes(row.slice(2, 5))).length, 1);
  });

  test('divide no grapheme, unless it is larger than a page', () => {
    assert.deepEqual(pagesOf('👩‍👩‍👧'.repeat(5), 20), [
      '👩‍👩‍👧'.repeat(2),
      '👩‍👩‍👧'.repeat(2),
      '👩‍👩‍👧',
    ]);
    assert.equal(withoutSpaces(pagesOf(`e${'\u0301'.repeat(100)}`, 20)).length, 101);
  });

  const LONG = words(60);
  for (const [kind, text] of Object.entries({
    'a link': `[${LONG}](https://example.org/${'x'.repeat(300)})`,
    emphasis: `**${LONG}** and more`,
    'an underlined heading': `${LONG}\n===\n\nend`,
    'a formula': `$$${LONG}$$`,
    'an invalid definition': `[a]: /url "${LONG}" no`,
    'half an address': `![x](data:image/png;base64,${'A'.repeat(2_000)}) end`,
  })) {
    test(`lose no word when text turns out to be ${kind} after a page ended in it`, () => {
      const rendering = createPlainDialect(100).open();
      for (let end = 1; end < text.length; end += 7)
        rendering.update(text.slice(0, end), 'growing');
      const pages = rendering.update(text, 'final').map((page) => page.text);
      assert.equal(countWords(withoutSpaces(pages)), countWords(text));
      assert.ok(pages.every((page) => page.length <= 100));
    });
  }
});

describe('a text that needs too many pages', () => {
  const text = words(300);

  test('ends in a file', () => {
    const pages = createPlainDialect(100).open('', 3).update(text, 'final');
    assert.equal(pages.length, 4);
    assert.deepEqual(pages[3]?.file, { name: 'answer.md', markdown: text });
    assert.match(pages[2]?.text ?? '', /\(see file\)$/);
    assert.ok(pages.slice(0, 3).every(({ file }) => file === undefined));
  });

  test('says so once while it grows, and then stays the same', () => {
    const rendering = createPlainDialect(100).open('', 3);
    const early = rendering.update(text.slice(0, 1_000), 'growing');
    assert.match(early.at(-1)?.text ?? '', /\(continues\)$/);
    assert.deepEqual(rendering.update(text, 'growing'), early);
  });
});

describe('a text on a network that takes less', () => {
  const text = words(300);

  test('gets one more page in place of a file, and a sentence where it is cut', () => {
    const pages = createPlainDialect(100).open('', 3, { withoutFile: true }).update(text, 'final');
    assert.equal(pages.length, 4);
    assert.ok(pages.every(({ file }) => file === undefined));
    assert.match(pages[3]?.text ?? '', /\(no file\)$/);
    assert.doesNotMatch(pages[2]?.text ?? '', /file/);
  });

  test('is not cut if it fits into that page', () => {
    const short = words(62);
    const withFile = createPlainDialect(100).open('', 3).update(short, 'final');
    assert.ok(withFile.at(-1)?.file);

    const pages = createPlainDialect(100).open('', 3, { withoutFile: true }).update(short, 'final');
    assert.equal(withoutSpaces(pages.map((page) => page.text)), withoutSpaces([short]));
  });

  test('is divided into smaller pages', () => {
    const pages = createPlainDialect(100)
      .open('', 1_000, { largestFill: 0.25 })
      .update(text, 'final', '(end)');
    assert.ok(pages.every((page) => page.text.length <= 25));
    assert.equal(
      pages
        .map((page) => page.text)
        .join(' ')
        .replace(/\s+/g, ' '),
      `${text} (end)`,
    );
  });
});

describe('closing lines', () => {
  const pagesWithClosing = (markdown: string, closing: string) =>
    createPlainDialect(100)
      .open()
      .update(markdown, 'final', closing)
      .map(({ text }) => text);

  test('stand below the text, or alone', () => {
    assert.deepEqual(pagesWithClosing('The text', '(one)\n\n*two*'), ['The text\n\n(one)\n\ntwo']);
    assert.deepEqual(pagesWithClosing('', '(one)'), ['(one)']);
    assert.deepEqual(pagesWithClosing('The text', ''), ['The text']);
  });

  test('stand outside of any block that the text left open', () => {
    for (const [openBlock, shown] of Object.entries({
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
      const [page = ''] = pagesWithClosing(openBlock, '(stopped)');
      assert.match(page, /(?:^|\n\n)\(stopped\)$/, openBlock);
      assert.ok(page.startsWith(shown), `${openBlock}: ${page}`);
    }
  });

  test('get a page of their own where the last one has no room, and several if they are long', () => {
    assert.deepEqual(pagesWithClosing('x'.repeat(95), '(stopped)'), ['x'.repeat(95), '(stopped)']);
    assert.deepEqual(pagesWithClosing('The text', 'y'.repeat(150)), [
      'The text',
      'y'.repeat(100),
      'y'.repeat(50),
    ]);
  });

  test('stand below a text that ends in a file, and are not part of the file', () => {
    const text = words(300);
    const pages = createPlainDialect(200).open('', 3).update(text, 'final', '(end)');
    assert.equal(pages.length, 4);
    assert.match(pages[2]?.text ?? '', /\n\n\(see file\)\n\n\(end\)$/);
    assert.equal(attachedMarkdown(pages[3]?.file), text);
    const long = createPlainDialect(200)
      .open('', 3)
      .update(text, 'final', `(${'end '.repeat(20)})`);
    assert.equal(long.length, 5);
    assert.match(long[2]?.text ?? '', /\n\n\(see file\)$/);
    assert.match(long[3]?.text ?? '', /^\(end end/);
    assert.equal(attachedMarkdown(long[4]?.file), text);
  });
});

describe('a picture', () => {
  const picture = { name: 'chart.png', picture: Buffer.from('PNG'), caption: 'A chart' };

  test('is a message of its own behind the text, without the buttons of the text', () => {
    const dialect = createPlainDialect(100);
    const pages = dialect.open().update('The text', 'final', '', picture);
    assert.deepEqual(pages, [{ text: 'The text' }, { text: '', file: picture }]);
    assert.deepEqual(
      pages.map((page) => dialect.isPicture?.(page)),
      [false, true],
    );
  });

  test('is part of the last message of text where the network can do that', () => {
    const pages = discordDialect.open().update('The text', 'final', '', picture);
    assert.deepEqual(pages, [{ content: 'The text', file: picture }]);
    assert.deepEqual(
      pages.map((page) => discordDialect.isPicture?.(page)),
      [false],
    );
    assert.equal(discordDialect.open().update('', 'final', '', picture).length, 1);
  });
});

describe('a growing text', () => {
  const shown = (markdown: string) =>
    createPlainDialect(1_000).open().update(markdown, 'growing')[0]?.text;

  test('shows an open style as it will look when it is closed', () => {
    assert.equal(shown('so **bold wo'), 'so bold wo');
    assert.equal(shown('so `code wo'), 'so code wo');
    assert.equal(shown('a *b* _c'), 'a b c');
  });

  test('renders no closed page again', () => {
    const rendered: string[] = [];
    const rendering = createPlainDialect(100, (text) => rendered.push(text)).open();
    const text = Array.from({ length: 20 }, (_, index) => `${index} ${words(10)}.`).join('\n\n');
    const [first = ''] = rendering.update(text, 'growing').map((page) => page.text);

    rendered.length = 0;
    rendering.update(`${text} More`, 'growing');
    assert.ok(rendered.length > 0);
    assert.deepEqual(
      rendered.filter((again) => again.startsWith(first)),
      [],
    );
  });

  test('holds back an end that cannot be read yet', () => {
    for (const half of [
      '[a link',
      '[a link](https://exam',
      '![image](data:image/png;base64,AAAAAAAA',
      '\\(x^2 + y',
      '\\(E = (\\gamma - 1) m c^2 \\appr',
      '\\[ f[i] = (a',
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

  test('shows characters that only look like marks', () => {
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
