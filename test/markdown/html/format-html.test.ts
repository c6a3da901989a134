import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createGrowingLayout } from '../../../src/markdown/layout/growing-layout.ts';
import { parseMarkdown } from '../../../src/markdown/syntax/parse-markdown.ts';
import { discordDialect } from '../../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect } from '../../../src/platforms/telegram/rendering/dialect.ts';
import { showLines } from '../plain-dialect.ts';
import { showTree } from '../syntax/show-tree.ts';

const options = { isLink: () => true };
const layOut = (markdown: string) => showLines(createGrowingLayout(options).update(markdown));
const onTelegram = (markdown: string) => telegramDialect.open().update(markdown, 'final')[0]?.text;
const onDiscord = (markdown: string) => discordDialect.open().update(markdown, 'final')[0]?.content;

/** Texts with HTML, and what they show, by where they come from. */
const FORMATTED: Readonly<Record<string, readonly [markdown: string, shown: string]>> = {
  'grinev/opencode-telegram-bot PR 232': [
    '<details>\n<summary>More</summary>\n\nH<sub>2</sub>O, x<sup>2</sup>; <b>bold</b>, a<br/>b&nbsp;c.\n\n</details>',
    '<b>More</b>|H₂O, x²; <b>bold</b>, a[break]b\u00a0c.',
  ],
  'intent-hq/intent #1119': ['one<br>two<BR />three', 'one[break]two[break]three'],
  'microsoft/vscode PR 219053': ['E = mc<sup>2</sup>, CO<sub>2</sub>', 'E = mc², CO₂'],
  'epam/badgerdoc #1069': ['x<sup>a+b</sup>, x<sub>αβ</sub>, y<sup>q</sup>', 'xᵃ⁺ᵇ, x_(αβ), y^q'],
  'LostRuins/lite.koboldai.net #197': [
    '| a | b |\n|---|---|\n| x<br>y | H<sub>2</sub>O |',
    'table(tableRow(tableCell(a)tableCell(b))tableRow(tableCell(x[break]y)tableCell(H₂O)))',
  ],
  styles: [
    '<strong>a</strong> <i>b</i> <em>c</em> <s>d</s> <del>e</del> <mark>f</mark> <q>g</q>',
    '<b>a</b> <i>b</i> <i>c</i> <s>d</s> <s>e</s> <b>f</b> “g”',
  ],
  'Markdown in HTML': ['<b>x *y*</b> and **<i>z</i>**', '<b>x <i>y</i></b> and <b><i>z</i></b>'],
  links: [
    '<a href="https://a.example/x_y_z">link **b**</a>, <a name="n">c</a>',
    '<a>link <b>b</b></a>, c',
  ],
  lists: [
    '<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>\n<ol start="3"><li>x</li><li>y</li></ol>',
    '• one[break]• two[break]3. x[break]4. y',
  ],
  tables: [
    '<table>\n<tr><th>A</th><th>B</th></tr>\n<tr><td>1</td><td>2</td></tr>\n</table>',
    '<b>A</b> · <b>B</b>[break]1 · 2',
  ],
  blocks: ['<p>a</p><div>b</div>c<hr>d', 'a[break]b[break]c[break]———[break]d'],
  headings: ['<h2>Title</h2>', 'heading(Title)'],
  quotes: ['<blockquote>q</blockquote>', 'blockquote(q)'],
  code: ['<pre>a\nb</pre>', '[code a\nb]'],
  wrappers: ['<div align="center">\n\n**x**\n\n</div>', '<b>x</b>'],
  comments: ['a<!-- hidden\nstill --> b', 'a b'],
};

/** Texts whose angle brackets are no HTML, and are shown as they are. */
const LITERAL: readonly string[] = [
  // intent-hq/intent #1119: a client that took such names for HTML swallowed them.
  '<COMPANY>Adobe</COMPANY> and <your-name>',
  'List<String>, Map<K, V>, Vec<u8>, Foo<S>, Box<I> and <T>',
  'a < b > c, 1 < 2 > 0, a<b, <-- arrow',
  '<Button onClick={() => x}>Open</Button> and <Header/>',
  'the tag <p> alone, </b> alone, <b>x, <!-- never closed',
  '<u x and <b',
];

describe('formatHtml', () => {
  for (const [source, [markdown, shown]] of Object.entries(FORMATTED)) {
    test(`formats what a reader expects to be formatted (${source})`, () => {
      assert.equal(showTree(markdown), shown);
    });

    test(`formats the same while the text grows (${source})`, () => {
      const text = `${markdown}\n\nThe end.\n\n`;
      const growing = createGrowingLayout(options);
      for (let length = 1; length <= text.length; length += 1)
        assert.equal(
          showLines(growing.update(text.slice(0, length))),
          layOut(text.slice(0, length)),
        );
    });
  }

  for (const text of LITERAL)
    test(`shows “${text}” as it was written`, () => assert.equal(showTree(text), text));

  test('leaves code, escaped tags and character references alone', () => {
    assert.equal(onTelegram('`<b>` \\<b>x</b> &lt;br&gt;'), '<b> <b>x</b> <br>');
    assert.equal(onTelegram('```html\n<b>x</b>\n```'), '<b>x</b>');
  });

  test('reads the same on both networks', () => {
    assert.equal(onTelegram('H<sub>2</sub>O is <b>wet</b>.'), 'H₂O is wet.');
    assert.equal(onDiscord('H<sub>2</sub>O is <b>wet</b>.'), 'H₂O is **wet**.');
  });

  test('keeps the ends of lines that only Unicode knows', () => {
    for (const end of ['\u2028', '\u2029', '\u0085', '\v', '\f']) {
      assert.equal(onTelegram(`One${end}two.`), 'One\ntwo.');
      assert.equal(onDiscord(`One${end}two.`), 'One\ntwo.');
      assert.equal(onTelegram(`\`\`\`\nOne${end}two.\n\`\`\``), 'One two.');
    }
  });

  test('needs no stack and no time for tags that nothing closes', () => {
    for (const unit of ['<b>', '</b>', '<b><i>', '<!--', '<a b="', "<a b='", '<div>\n', '<b>x</i>'])
      assert.ok(parseMarkdown(unit.repeat(3_000), { links: [], footnotes: [] }).length <= 1, unit);
    const nested = `${'<b><i>'.repeat(500)}x${'</i></b>'.repeat(500)}`;
    assert.ok(layOut(nested).includes('x'));
  });
});
