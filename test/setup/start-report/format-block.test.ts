import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatBlock } from '../../../src/setup/start-report/format-block.ts';

describe('formatBlock', () => {
  test('puts the label before the first line, and aligns the others', () => {
    assert.equal(
      formatBlock('models', ['openai: 63 found, and one of them answers.', 'A second one.'], 45),
      [
        'models      openai: 63 found, and one of them\n',
        '            answers.\n',
        '            A second one.\n',
      ].join(''),
    );
  });

  test('keeps a space after a label that is as wide as its column', () => {
    assert.equal(formatBlock('discord@memes', ['is connected.']), 'discord@memes is connected.\n');
  });

  test('fits a terminal of 40 columns', () => {
    const block = formatBlock(
      'discord',
      ['It answers everybody on its servers, and nobody else.'],
      40,
    );
    assert.ok(block.split('\n').every((line) => line.length <= 40));
  });

  test('leaves an address whole that is wider than the terminal', () => {
    const address = `https://t.me/ParleyBot?start=${'x'.repeat(40)}`;
    assert.ok(formatBlock('admin', [address], 40).includes(address));
  });
});
