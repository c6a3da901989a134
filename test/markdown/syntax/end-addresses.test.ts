import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { showTree } from './show-tree.ts';

/** Texts in which `‹…›` is the address, by where they come from. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'blueberrycongee/wuu #47': ['访问 ‹https://example.com/docs›（中文说明）了解更多。'],
  'tiann/hapi #478': ['见 ‹https://example.com/a?b=1›，谢谢。'],
  'ubugeeei-prod/ox-content #1138': [
    '句点直後: ‹https://example.com/foo›。次の文。',
    '全角（‹https://example.com/baz›）です。',
    '読点: ‹https://example.com/qux›、続き。',
  ],
  'openchamber/openchamber #3039, PR 3040': ['‹https://example.com/安装包›（正式版）'],
  'github/cmark-gfm #83': [
    '‹https://github.com›。',
    '‹https://github.com›！',
    '‹https://github.com›“',
    '‹https://github.com›”',
  ],
  'github/cmark-gfm #377': ['参见‹https://example.com›。', '参见 ‹www.example.com›，好'],
  'markedjs/marked #3452': ['‹https://github.com/lm-evaluation-harness/›。'],
  's9e/TextFormatter #42': ['车库源码（‹http://src.example›）与您共同进步！'],
  'gregjacobs/Autolinker.js #394': [
    '链接:‹https://www.example.com›',
    'こちら→‹https://example.com›',
  ],
  'gregjacobs/Autolinker.js #297': [
    '‹https://ja.example.org/wiki/道_(消歧义)›',
    '‹https://a.example/ドットコム›（2000年）',
  ],
  'other scripts': [
    '‹https://a.example/k›، ثم',
    '‹https://a.example/l›؟',
    '‹https://a.example/m›।',
    '‹https://a.example/n›・x',
    '‹https://a.example/o›\u200bx',
    '«‹https://a.example/p›» ‘‹https://a.example/q›’ ‹https://a.example/r›…',
    '‹https://a.example/s›→t ‹https://a.example/u›✅ ‹https://a.example/v›🎉',
  ],
  'letters behind an address': [
    '请访问‹https://example.com›查看',
    '‹https://example.com/docs›查看',
    '‹https://example.com›에서 ‹https://example.com/x›를',
    '‹https://example.com›ได้',
  ],
  'letters in an address': [
    '‹https://example.com/路径› 和 ‹https://zh.example.org/wiki/中国›',
    '‹https://a.example/?q=中文&x=1›',
    '‹https://例え.jp/あ› ‹https://münchen.de/straße›',
  ],
  'signs behind an address': [
    '(‹https://a.example/c_(d)›) and ‹https://a.example/c›, ‹https://a.example/d›.',
    '"‹https://a.example/e›" \'‹https://a.example/f›\' ‹https://a.example/g›"x',
    '‹https://a.example/__init__.py› ‹https://a.example/~user/› ‹https://a.example/a*b*c›',
  ],
  'mail addresses': ['邮箱‹me@example.com›，好', '‹me@example.com›。'],
};

describe('endAddresses', () => {
  for (const [source, texts] of Object.entries(TEXTS))
    for (const text of texts)
      test(`finds the address in “${text}” (${source})`, () => {
        const shown = text.replaceAll('‹', '<a>').replaceAll('›', '</a>');
        assert.equal(showTree(text.replaceAll(/[‹›]/g, '')), shown);
      });

  // vm0-ai/vm0 PR 28046
  test('leaves the stars of bold text and the lines of struck text behind an address', () => {
    assert.equal(
      showTree(
        '**https://a.example/28**。做完了 **https://a.example/h**text ~~https://a.example/i~~x',
      ),
      '<b><a>https://a.example/28</a></b>。做完了 <b><a>https://a.example/h</a></b>text <s><a>https://a.example/i</a></s>x',
    );
  });

  test('leaves addresses in angle brackets and behind labels as they are', () => {
    assert.equal(showTree('<https://a.example/，x>'), '<a>https://a.example/，x</a>');
    assert.equal(showTree('[x](https://a.example/路径，)'), '<a>x</a>');
  });
});
