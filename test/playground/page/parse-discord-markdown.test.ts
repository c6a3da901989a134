import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDiscordMarkdown } from '../../../playground/page/parse-discord-markdown.ts';
import type { RichNode } from '../../../playground/page/rich-text.ts';

const names = {
  person: (id: string) => (id === '1' ? 'ada' : undefined),
  room: (id: string) => (id === '2' ? 'general' : undefined),
  botRole: 'parley',
};

/** Writes a tree as one line: `bold(text)`, with an element's address or detail in brackets. */
function outline(nodes: readonly RichNode[]): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return node.replaceAll('\n', '⏎');
      const about = node.href ?? node.detail;
      return `${node.kind}${about === undefined ? '' : `[${about}]`}(${outline(node.children)})`;
    })
    .join('');
}

const CASES: readonly (readonly [feature: string, source: string, expected: string])[] = [
  [
    'emphasis nests',
    '**a *b* __c__** ~~d~~ ||e||',
    'bold(a italic(b) underline(c)) strike(d) spoiler(e)',
  ],
  ['an inner mark closes first', '**a *b*** ***c***', 'bold(a italic(b)) bold(italic(c))'],
  ['open marks stay as they are', '**a and *b', '**a and *b'],
  [
    'stars with spaces and underscores in words are letters',
    '2 * 3 * 4 snake_case_name',
    '2 * 3 * 4 snake_case_name',
  ],
  ['a backslash takes the meaning away', '\\*a\\* \\# b', '*a* # b'],
  ['code keeps marks', '`**a**` ``b`c``', 'code(**a**) code(b`c)'],
  ['code keeps fences', 'a `` b```c @here ```d `` e', 'a code(b```c @here ```d) e'],
  ['a fence keeps everything', 'x\n```js\n**a** <@1>\n```\ny', 'x⏎code-block[js](**a** <@1>)y'],
  ['a fence needs its end', '```js\na', '```js⏎a'],
  ['headings have three levels', '# a\n### b\n#### c', 'heading[1](a)heading[3](b)#### c'],
  ['a block may follow an empty line', 'a\n\n> b\n\n- c', 'a⏎⏎quote(b⏎)⏎list(item(c))'],
  ['subtext', '-# small', 'subtext(small)'],
  ['quotes end with their lines', '> a\n> **b**\nc', 'quote(a⏎bold(b)⏎)c'],
  ['a long quote has no end', '>>> a\nb', 'quote(a⏎b)'],
  ['quotes do not nest', '> > a', 'quote(> a)'],
  ['lists nest', '- a\n  - b\n- c', 'list(item(alist(item(b)))item(c))'],
  ['numbered lists begin where they say', '3. a\n4. b', 'ordered-list[3](item(a)item(b))'],
  [
    'links',
    '[a **b**](https://x.y/z) https://x.y/z. <https://q.r>',
    'link[https://x.y/z](a bold(b)) link[https://x.y/z](https://x.y/z). link[https://q.r](https://q.r)',
  ],
  [
    // Models that search cite like this: [[1]](https://…).
    'labels with brackets',
    '[[1]](https://x.y) [\\[2\\]](https://x.y) [a [b] c](https://x.y)',
    'link[https://x.y]([1]) link[https://x.y]([2]) link[https://x.y](a [b] c)',
  ],
  ['only the web is linked', '[a](javascript:b) [c](data:d)', '[a](javascript:b) [c](data:d)'],
  [
    'mentions carry names',
    '<@1> <@!1> <@&7> <#2> <@9> @everyone',
    'mention(@ada) mention(@ada) mention(@parley) mention(#general) mention(@unknown) mention(@everyone)',
  ],
  ['a heading mark within a line is text', 'a # b', 'a # b'],
];

for (const [feature, source, expected] of CASES) {
  test(`Discord's Markdown: ${feature}`, () =>
    assert.equal(outline(parseDiscordMarkdown(source, names)), expected));
}

test('parseDiscordMarkdown takes no more than a moment for hostile text', () => {
  for (const piece of ['*a**b', '`', '[', '> ', '||_*', '```a\n', '- \n', '<@']) {
    const started = process.cpuUsage();
    parseDiscordMarkdown(piece.repeat(Math.ceil(4000 / piece.length)), names);
    const { user } = process.cpuUsage(started);
    assert.ok(user < 2_000_000, `${JSON.stringify(piece)} took ${user} µs`);
  }
});
