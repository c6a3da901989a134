import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { ModelPrice } from '../../src/contracts/model-price.ts';
import { costOf, priceForPrompt } from '../../src/lib/cost-of.ts';

const MILLION = 1_000_000;

describe('the cost of a request', () => {
  test('counts each kind of token at its own price', () => {
    const price = { input: 4, output: 20, cachedInput: 0.4, cacheWriteInput: 5 };
    const tokens = { inputTokens: MILLION, outputTokens: MILLION };
    assert.equal(costOf(tokens, price), 24);
    assert.equal(costOf({ ...tokens, cachedInputTokens: MILLION }, price), 20.4);
    assert.equal(costOf({ ...tokens, cacheWriteInputTokens: MILLION }, price), 25);
    const kept = { cachedInputTokens: MILLION / 2, cacheWriteInputTokens: MILLION / 2 };
    assert.equal(costOf({ ...tokens, ...kept }, price), 22.7);
    assert.equal(costOf({ ...tokens, ...kept }, { input: 4, output: 20 }), 24);
  });

  test('adds pictures, minutes of sound and the request itself', () => {
    const price = { input: 0, output: 0, perImage: 0.01, perAudioMinute: 0.006, perRequest: 0.005 };
    assert.equal(costOf({}, price), 0.005);
    assert.equal(costOf({ images: 3, audioMs: 30_000 }, price), 0.005 + 0.03 + 0.003);
  });

  test('takes the prices of long prompts for the whole request', () => {
    const longPrompt = { aboveTokens: 200_000, input: 2, output: 15, cachedInput: 0.2 };
    const price = { input: 1, output: 10, cachedInput: 0.1, perRequest: 1, longPrompt };
    assert.equal(costOf({ inputTokens: 200_000, outputTokens: 0 }, price), 1.2);
    assert.equal(costOf({ inputTokens: 200_001, outputTokens: MILLION }, price), 1 + 0.400002 + 15);
    assert.deepEqual(priceForPrompt(price, 1), {
      input: 1,
      output: 10,
      cachedInput: 0.1,
      perRequest: 1,
    });
  });

  test('is a finite number and never negative, whatever is counted', () => {
    const amount = fc.option(fc.oneof(fc.double(), fc.integer(), fc.constant(1e308)), {
      nil: undefined,
    });
    const amounts = fc.record({
      inputTokens: amount,
      cachedInputTokens: amount,
      cacheWriteInputTokens: amount,
      outputTokens: amount,
      images: amount,
      audioMs: amount,
    });
    const dollars = fc.double({ min: 0, max: 1e9, noNaN: true });
    const price = fc.record(
      { input: dollars, output: dollars, cachedInput: dollars, perImage: dollars },
      { requiredKeys: ['input', 'output'] },
    );
    fc.assert(
      fc.property(amounts, price, (used, prices) => {
        const known = Object.fromEntries(
          Object.entries(used).filter(([, value]) => value !== undefined),
        );
        const usd = costOf(known, prices as ModelPrice);
        assert.ok(Number.isFinite(usd) && usd >= 0, String(usd));
      }),
      { numRuns: 300 },
    );
  });
});
