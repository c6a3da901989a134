import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { normaliseText } from '../../../../playground/telegram/text/normalise-text.ts';
import { readEntities } from '../../../../playground/telegram/text/read-entities.ts';
import { repairEntities } from '../../../../playground/telegram/text/repair-entities.ts';
import { telegramDialect } from '../../../../src/platforms/telegram/rendering/dialect.ts';
import { dialectSuite } from '../../../contracts/dialect-suite.ts';
import { readCommonMarkExamples } from '../../../markdown/invariants/documents.ts';

dialectSuite('telegram');

/** The text of each page. */
const textsOf = (markdown: string) =>
  telegramDialect
    .open()
    .update(markdown, 'final')
    .map(({ text }) => text);

describe('telegramDialect: plain text', () => {
  test('is one message if Telegram takes it as one', () => {
    const pages = (length: number) => telegramDialect.open().update('x'.repeat(length), 'final');
    assert.deepEqual(pages(4_096), [{ text: 'x'.repeat(4_096) }]);
    assert.equal(pages(4_097).length, 2);
  });

  test('leaves no user name that Telegram would notify', () => {
    assert.deepEqual(textsOf('@ann_lee, (@bob) and,@cem'), [
      '@\u2060ann_lee, (@\u2060bob) and,@\u2060cem',
    ]);
    assert.deepEqual(textsOf('https://@ann_lee x/@bob'), ['https://@\u2060ann_lee x/@\u2060bob']);
  });

  test('keeps mail addresses and the paths of links', () => {
    for (const text of [
      'a.b@example.org',
      'https://example.org/@name/post',
      'https://npm.example.org/package/@x/y',
    ]) {
      assert.deepEqual(textsOf(text), [text]);
    }
  });

  test('gives pages as the server stores them: tabs as spaces, no control characters, no white space around', () => {
    assert.deepEqual(textsOf('  a\r\n\tb\u0007c\u202E\n\n'), ['a\nb c']);
    assert.deepEqual(textsOf('```\n\tb\tc\n```'), ['    b    c']);
  });

  test('gives no page for a text of invisible characters, which Telegram would call empty', () => {
    assert.deepEqual(textsOf('\u200B\u2060 \n'), []);
  });

  test('leaves half a character out until its other half comes', () => {
    const rendering = telegramDialect.open();
    assert.deepEqual(rendering.update('so \uD83D', 'growing'), [{ text: 'so' }]);
    assert.deepEqual(rendering.update('so \uD83D\uDE00', 'growing'), [{ text: 'so 😀' }]);
  });

  test('compares pages by their texts', () => {
    assert.equal(telegramDialect.same({ text: 'a' }, { text: 'a' }), true);
    assert.equal(telegramDialect.same({ text: 'a' }, { text: 'b' }), false);
  });
});

describe('telegramDialect: Markdown', () => {
  const page = (markdown: string, reasoning?: string) =>
    telegramDialect.open(reasoning).update(markdown, 'final')[0] ?? { text: '' };

  /** Each entity as its type and the text it covers. */
  const formattingOf = (markdown: string) => {
    const { text, entities = [] } = page(markdown);
    return entities.map(
      ({ type, offset, length }) => `${type}: ${text.slice(offset, offset + length)}`,
    );
  };

  test('keeps the signs of regular expressions that look like footnotes', () => {
    const text = '[^0-9]+ [^a-z] [^,] [^"]+ [^\\]]* [^abc]+';
    assert.deepEqual(textsOf(`${text} a[^1] b[^note]`), [`${text} a[1] b[note]`]);
  });

  test('drops the backslashes of a model that escapes for Telegram, in addresses, too', () => {
    // MiniMax-AI/minimax-code #98
    const { text, entities } = page('See *x*\\: https://e\\.com/a\\_b\\. \\- 5\\!');
    assert.equal(text, 'See x: https://e.com/a_b. - 5!');
    const link = entities?.find((entity) => entity.type === 'text_link');
    assert.equal(link?.url, 'https://e.com/a_b');
  });

  test('renders styles as entities; code replaces them, and a link replaces code', () => {
    assert.deepEqual(formattingOf('**b *bi*** ~~s~~ `c`'), [
      'bold: b bi',
      'italic: bi',
      'strikethrough: s',
      'code: c',
    ]);
    assert.deepEqual(formattingOf('**a `c` b**'), ['bold: a ', 'code: c', 'bold:  b']);
    assert.deepEqual(formattingOf('[`c`](https://x.org)'), ['text_link: c']);
  });

  test('renders headings as bold lines, and rules, lists and tasks with signs', () => {
    assert.deepEqual(formattingOf('# One\n## Two'), ['bold: One', 'underline: One', 'bold: Two']);
    assert.equal(page('a\n\n---\n\nb').text, 'a\n\n———\n\nb');
    assert.equal(page('3. a\n   - b\n\n     c\n4. [x] d').text, '3. a\n   • b\n\n      c\n4. ☑ d');
  });

  test('renders nested quotes as one quote with signs', () => {
    assert.equal(page('> a\n>> b').text, 'a\n› b');
    assert.deepEqual(formattingOf('> a\n>> b'), ['blockquote: a\n› b']);
  });

  test('keeps the language of code, and begins code at the start of a line', () => {
    const { text, entities } = page('- a\n  ```js\n  b\n  ```');
    assert.equal(text, '• a\nb');
    assert.deepEqual(entities, [{ type: 'pre', offset: 4, length: 1, language: 'js' }]);
  });

  test('renders a link that Telegram refuses as text with its address', () => {
    for (const url of [
      'localhost',
      'http://localhost/x',
      'javascript:x',
      'tg://user?id=1',
      'README.md',
    ]) {
      assert.deepEqual(
        page(`[a](${url})`).entities?.filter(({ type }) => type === 'text_link') ?? [],
        [],
      );
      assert.equal(page(`[a](${url})`).text, `a (${url})`);
    }
    for (const url of ['https://x.org/', 'mailto:a@x.org', 'tel:123', 'tg://resolve?domain=x']) {
      assert.deepEqual(page(`[a](${url})`).entities, [
        { type: 'text_link', offset: 0, length: 1, url },
      ]);
    }
  });

  test('renders names of files as code, because Telegram would turn them into links', () => {
    assert.deepEqual(formattingOf('See README.md, src/main.rs and https://x.org/a.md'), [
      'code: README.md',
      'text_link: https://x.org/a.md',
    ]);
  });

  test('folds the reasoning above the first page, cut to its limit', () => {
    const { text, entities } = page('answer', `because ${'why '.repeat(1_000)}`);
    assert.match(text, /^because (?:why )+…\nanswer$/);
    assert.ok(text.length < 1_020);
    assert.deepEqual(entities, [
      { type: 'expandable_blockquote', offset: 0, length: text.length - '\nanswer'.length },
    ]);
    assert.deepEqual(telegramDialect.open('because').update('', 'growing'), []);
  });

  test('gives pages that the server would not change', () => {
    for (const { name, markdown } of readCommonMarkExamples()) {
      for (const { text, entities = [] } of telegramDialect.open().update(markdown, 'final')) {
        const read = readEntities(entities, text, () => undefined);
        const stored = normaliseText({ text, entities: read });
        assert.equal(stored.text, text, name);
        assert.deepEqual(repairEntities(stored.entities), entities, name);
      }
    }
  });

  test('puts closing lines after a fence that was never closed', () => {
    const [page] = telegramDialect.open().update('```js\nlet a', 'final', '(stopped)');
    assert.equal(page?.text, 'let a\n\n(stopped)');
    assert.deepEqual(page.entities, [{ type: 'pre', offset: 0, length: 5, language: 'js' }]);
  });

  test('gives no page more entities than Telegram shows', () => {
    const pages = telegramDialect.open().update('**b** `c` '.repeat(400), 'final');
    assert.ok(pages.length > 1);
    for (const { entities = [] } of pages) assert.ok(entities.length <= 100);
  });
});
