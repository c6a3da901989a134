import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { durationInWords } from '../../src/texts/durations.ts';
import { texts } from '../../src/texts/index.ts';

describe('the texts', () => {
  test('describe a model in one line, most important first', () => {
    const model = {
      id: 'gpt-5',
      name: 'openai/gpt-5',
      contextWindow: 400_000,
      images: true,
      reasoning: true,
    };
    const hint = texts.modelHint({
      ...model,
      price: { input: 1.25, output: 10 },
      firstContentMs: 820,
      cooldownMs: 300_000,
    });
    assert.equal(
      hint,
      'pauses for 5 min, 400k, $1.25/$10, sees images, reasons, starts after 0.8 s',
    );
    assert.equal(texts.modelHint({ id: 'x', name: 'p/x' }), '');
  });

  test('round durations as people do', () => {
    const inWords = [140, 9_960, 89_000, 100_000, 7_200_000, 200_000_000].map((ms) =>
      durationInWords(ms, 'en'),
    );
    assert.deepEqual(inWords, ['0.1 s', '10 s', '89 s', '2 min', '2 h', '2 days']);
  });
});
