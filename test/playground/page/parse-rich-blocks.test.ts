import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseRichBlocks } from '../../../playground/page/parse-rich-blocks.ts';

/** The blocks are in the shapes of `RichBlock` in @grammyjs/types (Bot API 10.1). */
describe('parseRichBlocks', () => {
  test('keeps a table as rows of cells, with its head and its alignment', () => {
    const cell = { align: 'left', valign: 'top' };
    const cells = [
      [{ ...cell, text: 'Planet', is_header: true }],
      [{ ...cell, text: [{ type: 'bold', text: 'Mars' }], align: 'right' }],
    ];
    assert.deepEqual(parseRichBlocks([{ type: 'table', cells }]), [
      {
        kind: 'table',
        children: [
          {
            kind: 'row',
            children: [{ kind: 'head-cell', children: ['Planet'], detail: 'left' }],
          },
          {
            kind: 'row',
            children: [
              {
                kind: 'cell',
                children: [{ kind: 'bold', children: ['Mars'] }],
                detail: 'right',
              },
            ],
          },
        ],
      },
    ]);
  });

  test('gives each item of a numbered list its number, and tasks their boxes', () => {
    const blocks = [{ type: 'paragraph', text: 'eggs' }];
    const paragraph = { kind: 'paragraph', children: ['eggs'] };
    const numbered = { type: 'list', items: [{ value: 3, type: '1', blocks }] };
    const tasks = { type: 'list', items: [{ has_checkbox: true, is_checked: true, blocks }] };
    assert.deepEqual(parseRichBlocks([numbered, tasks]), [
      {
        kind: 'ordered-list',
        children: [{ kind: 'item', children: [paragraph], detail: '3' }],
      },
      { kind: 'list', children: [{ kind: 'task', children: [paragraph], detail: 'done' }] },
    ]);
  });

  test('folds details, and shows the words of blocks that it does not know', () => {
    const details = {
      type: 'details',
      summary: 'Thoughts',
      blocks: [{ type: 'mathematical_expression', expression: 'x^2' }],
    };
    assert.deepEqual(parseRichBlocks([details, { type: 'hologram', text: 'new' }]), [
      {
        kind: 'details',
        detail: '',
        children: [
          { kind: 'summary', children: ['Thoughts'] },
          { kind: 'formula', children: ['x^2'], detail: 'block' },
        ],
      },
      { kind: 'paragraph', children: ['new'] },
    ]);
  });

  test('survives values of any kind', () => {
    const nested = (depth: number): unknown =>
      depth === 0 ? 'end' : { type: 'details', summary: 1, blocks: [nested(depth - 1)] };
    parseRichBlocks([null, 7, 'text', [[]], { type: 'list', items: {} }, nested(100)]);
    assert.deepEqual(parseRichBlocks('no blocks'), []);
  });
});
