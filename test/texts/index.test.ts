import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { tokensInWords } from '../../src/lib/tokens-in-words.ts';
import { durationInWords } from '../../src/texts/durations.ts';
import { textsIn } from '../../src/texts/index.ts';

const texts = textsIn('en');

describe('the texts', () => {
  test('describe a model in one line, most important first', () => {
    const model = {
      id: 'gpt-5',
      name: 'openai/gpt-5',
      contextWindow: 400_000,
      images: true,
      reasoning: true,
    };
    const full = {
      ...model,
      price: { input: 1.25, output: 10 },
      firstContentMs: 820,
      cooldownMs: 300_000,
      endsOn: '2026-12-11',
    };
    assert.equal(
      texts.modelHint(full),
      'pauses for 5 min, ends on December 11, 2026, 400k, $1.25/$10, sees images, reasons, starts after 0.8 s',
    );
    assert.equal(texts.modelHint({ id: 'x', name: 'p/x' }), '');
    const free = { id: 'x', name: 'p/x', price: { input: 0, output: 0 } };
    assert.equal(texts.modelHint({ ...free, priceSource: 'service' }), '$0/$0');
    assert.equal(texts.modelHint({ ...free, priceSource: 'table' }), '');
    assert.equal(
      textsIn('zh-CN').modelHint(full),
      '暂停 5 分钟、2026年12月11日停止服务、400k、$1.25/$10、能看图片、会思考、0.8 秒后开始回答',
    );
  });

  test('write windows as people know them', () => {
    const windows = [512, 4_096, 8_000, 32_768, 128_000, 131_072, 200_000, 991_000, 1_048_576];
    assert.deepEqual([...windows, 1_000_000, 1_050_000].map(tokensInWords), [
      '512',
      '4k',
      '8k',
      '32k',
      '128k',
      '128k',
      '200k',
      '991k',
      '1M',
      '1M',
      '1.05M',
    ]);
  });

  test('round durations as people do', () => {
    const inWords = [0, 140, 9_960, 89_000, 100_000, 7_200_000, 200_000_000].map((ms) =>
      durationInWords(ms, 'en'),
    );
    assert.deepEqual(inWords, ['0.1 s', '0.1 s', '10 s', '89 s', '2 min', '2 h', '2 days']);
    // A wait is planned in whole seconds; what is measured is not.
    assert.equal(durationInWords(5_000, 'en'), '5 s');
    assert.equal(durationInWords(5_012, 'de'), '5,0 Sek.');
  });
});
