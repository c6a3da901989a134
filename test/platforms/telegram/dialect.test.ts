import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { telegramDialect } from '../../../src/platforms/telegram/dialect.ts';
import { dialectSuite } from '../../contracts/dialect-suite.ts';

dialectSuite('telegram', {
  dialect: telegramDialect,
  limit: 4096,
  length: ({ text }) => text.length,
  visible: ({ text }) => text,
});

const shown = (markdown: string) =>
  telegramDialect
    .open()
    .update(markdown, 'final')
    .map(({ text }) => text);

describe('what Telegram shows', () => {
  test('no name of a person is left that Telegram would notify', () => {
    assert.deepEqual(shown('@ann_lee, (@bob) and,@cem'), ['@\u2060ann_lee, (@\u2060bob) and,@\u2060cem']);
    assert.deepEqual(shown('https://@ann_lee x/@bob'), ['https://@\u2060ann_lee x/@\u2060bob']);
  });

  test('mail addresses and the paths of links stay as they are', () => {
    for (const text of ['a.b@example.org', 'https://example.org/@name/post', 'https://npm.example.org/package/@x/y']) {
      assert.deepEqual(shown(text), [text]);
    }
  });

  test('pages are what the server stores: tabs as spaces, no control characters, no white space around', () => {
    assert.deepEqual(shown('  a\r\n\tb\u0007c\u202E\n\n'), ['a\n    b c']);
  });

  test('a text of invisible characters has no page: Telegram would call it empty', () => {
    assert.deepEqual(shown('\u200B\u2060 \n'), []);
  });

  test('half a character waits for its other half', () => {
    const rendering = telegramDialect.open();
    assert.deepEqual(rendering.update('so \uD83D', 'growing'), [{ text: 'so' }]);
    assert.deepEqual(rendering.update('so \uD83D\uDE00', 'growing'), [{ text: 'so 😀' }]);
  });

  test('the same text needs no second write', () => {
    assert.equal(telegramDialect.same({ text: 'a' }, { text: 'a' }), true);
    assert.equal(telegramDialect.same({ text: 'a' }, { text: 'b' }), false);
  });
});
