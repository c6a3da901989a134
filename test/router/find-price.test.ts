import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ModelPrice } from '../../src/contracts/model-price.ts';
import { createRouting } from '../helpers/routing.ts';
import { setUpRouter } from './set-up-router.ts';

const dollars = (input: number): ModelPrice => ({ input, output: input * 5 });

describe('the price of a model', () => {
  test('is that of the operator, then of the service, then of the table', async () => {
    const models = { 'a/x': { price: dollars(1) }, '*': { price: dollars(9) } };
    const { router, a, editRouting } = setUpRouter(createRouting({ models }), {
      infos: { a: { price: dollars(2) } },
    });
    Object.assign(a, { priceOf: () => dollars(3) });
    const find = async (name = 'a/x') => {
      const { price, priceSource } = (await router.find(name)) ?? {};
      return [price?.input, priceSource];
    };
    assert.deepEqual(await find(), [1, 'operator']);
    assert.deepEqual(await find('b/x'), [9, 'operator']);
    editRouting(createRouting());
    assert.deepEqual(await find(), [2, 'service']);
    assert.deepEqual(await find('a/unlisted'), [3, 'table']);
    assert.deepEqual(await find('b/x'), [undefined, undefined]);
  });

  test('of an alias is the highest of its targets, and unknown where one of them is', async () => {
    const aliases = { smart: ['a/x', 'b/x'], wide: ['a/x', 'b/x', 'c/x'] };
    const { router } = setUpRouter(createRouting({ aliases }), {
      infos: {
        a: { price: { input: 1, output: 20, cachedInput: 0.1 } },
        b: {
          price: {
            ...dollars(3),
            perRequest: 0.01,
            longPrompt: { aboveTokens: 1_000, ...dollars(6) },
          },
        },
      },
    });
    assert.deepEqual((await router.find('smart'))?.price, {
      input: 6,
      output: 30,
      cachedInput: 6,
      cacheWriteInput: 6,
      perRequest: 0.01,
    });
    assert.equal((await router.find('wide'))?.price, undefined);
  });
});
