import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { blocksToText } from '../../../../../playground/telegram/rich/blocks-to-text.ts';
import { checkBlocks } from '../../../../../playground/telegram/rich/check-blocks.ts';
import {
  type RichPage,
  richDialect,
} from '../../../../../src/platforms/telegram/rendering/rich/rich-dialect.ts';
import { dialectSuite } from '../../../../contracts/dialect-suite.ts';

const LIMITS = { isDraft: false, maxCharacters: 32_768 };
const ANSWERS = new URL('../../../../fixtures/answers/', import.meta.url);
/** The number of parts of each answer. The test renders every prefix that ends with a part. */
const PARTS = 12;

const render = (markdown: string, reasoning?: string) =>
  richDialect.open(reasoning).update(markdown, 'final');

const blocksOf = (markdown: string) => render(markdown).flatMap(({ blocks }) => blocks);
const textOf = ({ blocks }: RichPage) => blocksToText(blocks).text;

/** Fails for a page that Telegram's server would refuse. */
function assertAccepted({ blocks }: RichPage): void {
  checkBlocks(blocks, LIMITS);
  assert.ok(Buffer.byteLength(JSON.stringify(textOf({ blocks }))) <= LIMITS.maxCharacters);
}

dialectSuite('telegram rich');

describe('richDialect', () => {
  test('gives pages that the server accepts, for prefixes of every answer', () => {
    const names = readdirSync(ANSWERS).filter((name) => name.endsWith('.md'));
    assert.ok(names.length >= 40);
    for (const name of names) {
      const answer = readFileSync(new URL(name, ANSWERS), 'utf8');
      const rendering = richDialect.open('Because of this.');
      for (let part = 1; part < PARTS; part++) {
        rendering
          .update(answer.slice(0, Math.floor((answer.length * part) / PARTS)), 'growing')
          .forEach(assertAccepted);
      }
      rendering.update(answer, 'final').forEach(assertAccepted);
    }
  });

  test('renders headings, rules, code and paragraphs as their own kinds of blocks', () => {
    assert.deepEqual(blocksOf('#### Title\nOne\ntwo\n\n---\n```ts\nlet a;\n\n\tb\n```'), [
      { type: 'heading', text: 'Title', size: 4 },
      { type: 'paragraph', text: 'One\ntwo' },
      { type: 'divider' },
      { type: 'pre', text: 'let a;\n\n    b', language: 'ts' },
    ]);
  });

  test('nests styles, and keeps a link with styles in one piece', () => {
    assert.deepEqual(blocksOf('a **b *c*** ~~d~~ `e` [f **g**](https://example.org/x)'), [
      {
        type: 'paragraph',
        text: [
          'a ',
          { type: 'bold', text: 'b ' },
          { type: 'bold', text: { type: 'italic', text: 'c' } },
          ' ',
          { type: 'strikethrough', text: 'd' },
          ' ',
          { type: 'code', text: 'e' },
          ' ',
          { type: 'url', text: ['f ', { type: 'bold', text: 'g' }], url: 'https://example.org/x' },
        ],
      },
    ]);
  });

  test('keeps the numbers, checkboxes and levels of lists', () => {
    const item = (text: string, rest: object = {}) => ({
      ...rest,
      blocks: [{ type: 'paragraph', text }],
    });
    assert.deepEqual(blocksOf('3. three\n4. four\n   - [x] done\n   - [ ] open\n\n- other'), [
      {
        type: 'list',
        items: [
          item('three', { value: 3, type: '1' }),
          {
            value: 4,
            type: '1',
            blocks: [
              { type: 'paragraph', text: 'four' },
              {
                type: 'list',
                items: [
                  item('done', { has_checkbox: true, is_checked: true }),
                  item('open', { has_checkbox: true }),
                ],
              },
            ],
          },
        ],
      },
      { type: 'list', items: [item('other')] },
    ]);
  });

  test('nests quotes', () => {
    const inner = { type: 'blockquote', blocks: [{ type: 'paragraph', text: 'b' }] };
    assert.deepEqual(blocksOf('> a\n> > b'), [
      { type: 'blockquote', blocks: [{ type: 'paragraph', text: 'a' }, inner] },
    ]);
  });

  test('renders a table with its alignment and the styles of its cells', () => {
    const cell = (text: unknown, align: string) => ({ text, align, valign: 'top' });
    assert.deepEqual(blocksOf('| a | b |\n|--:|---|\n| **1** | |'), [
      {
        type: 'table',
        is_bordered: true,
        cells: [
          [
            { ...cell('a', 'right'), is_header: true },
            { ...cell('b', 'left'), is_header: true },
          ],
          [cell({ type: 'bold', text: '1' }, 'right'), cell('', 'left')],
        ],
      },
    ]);
  });

  test('renders a table that has too many columns as a list of its rows', () => {
    const row = (cellOf: (column: number) => string) =>
      `|${Array.from({ length: 21 }, (_, column) => cellOf(column)).join('|')}|\n`;
    const blocks = blocksOf(
      row((column) => `h${column}`) + row(() => '-') + row((column) => `v${column}`),
    );
    assert.match(textOf({ blocks: blocks.slice(0, 1) }), /h0 · h1 · .* · h20/);
    assert.deepEqual(blocks[1], { type: 'paragraph', text: { type: 'bold', text: 'v0' } });
    assert.match(textOf({ blocks: blocks.slice(2) }), /^h1: v1 · h2: v2 .* · h20: v20$/);
  });

  test('repeats the head of a table that goes on in the next message', () => {
    const rows = Array.from({ length: 600 }, (_, index) => `| ${index} | ${'x'.repeat(30)} |`);
    const pages = render(`| number | word |\n|---|---|\n${rows.join('\n')}`);
    assert.ok(pages.length > 1);
    for (const page of pages) assert.match(textOf(page), /^number \| word\n\d+ \| x/);
  });

  test('renders formulas as formulas', () => {
    assert.deepEqual(blocksOf('So $x^2$ or\n\n$$\n\\frac{a}{b}\n= c\n$$'), [
      {
        type: 'paragraph',
        text: ['So ', { type: 'mathematical_expression', expression: 'x^2' }, ' or'],
      },
      { type: 'mathematical_expression', expression: '\\frac{a}{b}\n= c' },
    ]);
  });

  test('links a reference to its footnote only in the same message', () => {
    const link = { type: 'reference_link', text: '[1]', reference_name: '1' };
    const note = { type: 'reference', text: '[1]', name: '1' };
    assert.deepEqual(blocksOf('So[^1].\n\n[^1]: Why.'), [
      { type: 'paragraph', text: ['So', link, '.'] },
      { type: 'paragraph', text: [note, ' Why.'] },
    ]);
    assert.deepEqual(blocksOf('So[^1].'), [{ type: 'paragraph', text: 'So[1].' }]);
  });

  test('renders images as links, and links that Telegram refuses as text', () => {
    assert.deepEqual(
      blocksOf('![cat](https://example.org/c.png) [a](http://localhost/) <me@example.org>'),
      [
        {
          type: 'paragraph',
          text: [
            { type: 'url', text: '🖼 cat', url: 'https://example.org/c.png' },
            ' a (http://localhost/) ',
            { type: 'email_address', text: 'me@example.org', email_address: 'me@example.org' },
          ],
        },
      ],
    );
  });

  test('folds the reasoning above the answer', () => {
    assert.deepEqual(render('So.', ' Hm. ')[0]?.blocks, [
      { type: 'details', summary: 'Reasoning', blocks: [{ type: 'paragraph', text: 'Hm.' }] },
      { type: 'paragraph', text: 'So.' },
    ]);
  });

  test('marks a text as right-to-left by the script of its first letter', () => {
    const isRightToLeft = (markdown: string) => render(markdown)[0]?.isRightToLeft;
    assert.equal(isRightToLeft('1. `npm` שלום'), true);
    assert.equal(isRightToLeft('```\nlet a;\n```\n**سلام** hello'), true);
    assert.equal(isRightToLeft('hello שלום'), undefined);
  });

  test('keeps lists of any depth within the levels that Telegram allows', () => {
    const list = Array.from(
      { length: 30 },
      (_, index) => `${'  '.repeat(index)}- ***~~[a${index}](https://example.org)~~***`,
    );
    const pages = render(list.join('\n'));
    pages.forEach(assertAccepted);
    assert.match(pages.map(textOf).join('\n'), /a29/);
  });
});
