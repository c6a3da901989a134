import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { discordDialect } from '../../../../src/platforms/discord/rendering/dialect.ts';
import { dialectSuite } from '../../../contracts/dialect-suite.ts';
import { attachedMarkdown } from '../../../helpers/attached-markdown.ts';

dialectSuite('discord');

const shown = (markdown: string) =>
  discordDialect
    .open()
    .update(markdown, 'final')
    .map(({ content }) => content)
    .join('\n=====\n');

describe('discordDialect', () => {
  const CASES: Readonly<Record<string, readonly [markdown: string, content: string]>> = {
    'strong is bold: `__` would underline': [
      'a __B__ **c** _d_ ***e*** ~~f~~',
      'a **B** **c** *d* **_e_** ~~f~~',
    ],
    'headings of three levels, others are bold': ['# a\n\n### b\n\n#### c', '# a\n### b\n**c**'],
    'a number sign at the end of a heading stays': ['# C\\#', '# C\\#'],
    'lists keep their numbers and their nesting': ['3. a\n4. b\n   - c', '3. a\n4. b\n   - c'],
    'tasks have boxes': ['- [x] a\n- [ ] b', '☑ a\n☐ b'],
    'one level of quotes, and marks for deeper ones': ['> a\n>\n> > b', '> a\n> \n> › b'],
    'a quote in an item needs no indent, because Discord draws an edge': [
      '1. a\n\n   > b\n   >\n   > c',
      '1. a\n\n> b\n> \n> c',
    ],
    'a list in such a quote has one, and does not go on with the item': [
      '2. - > 1. a\n     > 2. b',
      '> 2. - 1. a\n>      2. b',
    ],
    'a number of another list is text where Discord would count on': [
      '1. a\n3) b\n4) c\n\nd\n\n7. e\n8) f',
      '1. a\n3\\. b\n4. c\n\nd\n\n7. e\n8. f',
    ],
    'markers behind a number that is text are text': ['1. a\n3. - b', '1. a\n3\\. • b'],
    'code keeps its language, and stands at the left edge': [
      '- a\n  ```js\n  b\n  ```',
      '- a\n```js\nb\n```',
    ],
    'a fence is longer than what it holds': ['~~~\n```\n~~~', '````\n```\n````'],
    'a language that Discord would show as code is left out': ['```a b{1}\nc\n```', '```a\nc\n```'],
    'tables stand in columns': [
      '| a | 漢字 |\n|--|--:|\n| 1 | x |',
      '```\na │ 漢字\n──┼─────\n1 │    x\n```',
    ],
    'images are links': ['![a](https://e.com/b.png)', '[🖼 a](https://e.com/b.png)'],
    'only web addresses are links': [
      '[a](file:///b) [c](https://d.e)',
      'a (file:///b) [c](https://d.e)',
    ],
    'a telephone number is shown once': ['[+49 (30) 123-4](tel:+49301234)', '+49 (30) 123-4'],
    'the label of a link keeps its brackets': ['[a [b]](https://c.d)', '[a \\[b\\]](https://c.d)'],
    'a label that is an address is no link, because Discord shows none': [
      '[https://a.b](https://c.d)',
      'https://a.b (https://c.d)',
    ],
    'addresses stay as they are': ['see https://a.b/c_d_e*f.', 'see https://a.b/c_d_e*f.'],
    'an address before a full-width sign stands in angle brackets': [
      '<https://a.b/c>。',
      '<https://a.b/c>。',
    ],
    'an address that is no link ends before a style': [
      'a=bhttps://c.d/e.~~f~~',
      'a=b<https://c.d/e>.~~f~~',
    ],
    'an address that is no link ends before a sign': [
      'xhttps://a.b/c_d_ _e xhttps://f.g/h\\\\',
      'x<https://a.b/c_d>\\_ _e x<https://f.g/h>\\\\',
    ],
    'italic and bold text touch without a common sign': [
      'a*it*<b>b</b> **b**<i>it</i>c',
      'a*it*\u2060**b** **b**\u2060*it*c',
    ],
    'notes are small': ['a[^1]\n\n[^1]: b', 'a[1]\n\n-# [1] b'],
    'a rule is a line': ['a\n\n---\n\nb', 'a\n\n———\n\nb'],
    'HTML formats': ['<b>a</b> <c>d</c>', '**a** <c>d</c>'],
    'formulas are readable': ['$x^2 \\le 4$', 'x² ≤ 4'],
    'signs that would make pairs are escaped': [
      '2\\*3\\*4 \\_a\\_ a||b||c \\~~d\\~~',
      '2\\*3\\*4 _a\\_ a\\|\\|b\\|\\|c \\~\\~d\\~\\~',
    ],
    'signs without a partner are not': [
      'snake_case 2*3 5 * 3 a||b ~c `',
      'snake_case 2*3 5 * 3 a||b ~c `',
    ],
    'a partner in code counts': ['2*3 `*`', '2\\*3 `*`'],
    'lines that look like blocks are escaped': [
      '\\# a\n\\- b\n1986\\. c\n\\> d\n-# e',
      '\\# a\n\\- b\n1986\\. c\n\\> d\n\\-# e',
    ],
    'a backslash is kept': ['C:\\\\temp\\\\*', 'C:\\temp\\\\*'],
    'mentions are disarmed': ['@everyone <@1> <@&2>', '@\u2060everyone <@\u20601> <@\u2060&2>'],
    'tags in angle brackets are escaped': [
      '<#1> <:a:1> <t:1:R> </b:1>',
      '\\<#1> \\<:a:1> \\<t:1:R> \\</b:1>',
    ],
  };
  for (const [what, [markdown, content]] of Object.entries(CASES)) {
    test(`renders: ${what}`, () => assert.equal(shown(markdown), content));
  }

  test('shows shortened reasoning in small print before the answer', () => {
    const rendering = discordDialect.open(`First *this*.\n\n${'and that '.repeat(100)}`);
    const [page] = rendering.update('Answer', 'final');
    const [first = '', second = '', last] = page?.content.split('\n') ?? [];
    assert.equal(first, '-# First \\*this\\*.');
    assert.match(second, /^-# and that .* …$/);
    assert.ok(second.length < 500);
    assert.equal(last, 'Answer');
  });

  test('shows closing lines behind a fence that was never closed', () => {
    const [page] = discordDialect.open().update('```js\nlet a', 'final', '(stopped)');
    assert.equal(page?.content, '```js\nlet a\n```\n(stopped)');
  });

  test('ends an answer of too many pages in a file that holds all of it', () => {
    const markdown = 'Word after word.\n\n'.repeat(1_500);
    const rendering = discordDialect.open();
    assert.equal(rendering.update(markdown, 'growing').at(-1)?.file, undefined);
    const pages = rendering.update(markdown, 'final');
    assert.equal(pages.length, 6);
    assert.equal(attachedMarkdown(pages[5]?.file), markdown);
    assert.match(pages[4]?.content ?? '', /\n\n\*[^*]+\*$/);
  });

  test('keeps bold text bold on both sides of a page break', () => {
    const markdown = `${'Before it. '.repeat(100)}**${'these are bold '.repeat(70).trim()}**${' And behind it.'.repeat(80)}`;
    const rendering = discordDialect.open();
    for (let end = 20; end < markdown.length; end += 20)
      rendering.update(markdown.slice(0, end), 'growing');
    const [first, second] = rendering.update(markdown, 'final').map(({ content }) => content);
    assert.match(first ?? '', /it\. \*\*these [a-z ]+\*\*$/);
    assert.match(second ?? '', /^\*\*[a-z ]+bold\*\* And/);
  });

  test('shows a text in one message if Discord takes it as one, also while it grows', () => {
    const word = 'nine and ';
    for (const length of [1_949, 2_000]) {
      const markdown = word
        .repeat(300)
        .slice(0, length - 1)
        .concat('.');
      const rendering = discordDialect.open();
      for (let end = 20; end < length; end += 20) {
        assert.equal(rendering.update(markdown.slice(0, end), 'growing').length, 1);
      }
      assert.deepEqual(rendering.update(markdown, 'final'), [{ content: markdown }]);
    }
    assert.equal(discordDialect.open().update('x'.repeat(2_001), 'final').length, 2);
  });

  test('gives no page for invisible characters, because Discord would call it empty', () => {
    assert.deepEqual(shown('\u200B\u2060 \n'), '');
  });
});
