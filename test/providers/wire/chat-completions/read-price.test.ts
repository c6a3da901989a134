import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPrice } from '../../../../src/providers/wire/chat-completions/read-price.ts';

test('prices are read from each list in its own words', () => {
  const lists: readonly (readonly [source: string, entry: object, price: object])[] = [
    [
      'openrouter.ai/docs/api-reference/list-available-models: text, for one token',
      {
        pricing: {
          prompt: '0.000003',
          completion: '0.000015',
          request: '0.005',
          image: '0.0048',
          web_search: '0',
          internal_reasoning: '0',
          input_cache_read: '0.0000003',
          input_cache_write: '0.00000375',
        },
      },
      {
        input: 3,
        output: 15,
        cachedInput: 0.3,
        cacheWriteInput: 3.75,
        perImage: 0.0048,
        perRequest: 0.005,
      },
    ],
    [
      'vercel.com/docs/ai-gateway, models: text, for one token',
      {
        pricing: {
          input: '0.000003',
          output: '0.000015',
          input_cache_read: '0.0000003',
          input_cache_write: '0.00000375',
        },
      },
      { input: 3, output: 15, cachedInput: 0.3, cacheWriteInput: 3.75 },
    ],
    [
      'docs.together.ai, list all models: numbers, for a million',
      {
        pricing: { hourly: 0, input: 0.15, output: 0.6, base: 0, finetune: 0, cached_input: 0.07 },
      },
      { input: 0.15, output: 0.6, cachedInput: 0.07 },
    ],
    [
      'api.deepinfra.com/v1/openai/models: numbers, for a million',
      {
        metadata: { pricing: { input_tokens: 0.5, output_tokens: 2.15, cache_read_tokens: 0.4 } },
      },
      { input: 0.5, output: 2.15, cachedInput: 0.4 },
    ],
    [
      'router.huggingface.co/v1/models: any host may answer',
      {
        providers: [
          { provider: 'a', pricing: { input: 0.1, output: 0.9 } },
          { provider: 'b', pricing: { input: 0.3, output: 0.5 } },
        ],
      },
      { input: 0.3, output: 0.9 },
    ],
    ['a free model', { pricing: { prompt: '0', completion: '0' } }, { input: 0, output: 0 }],
  ];
  for (const [source, entry, price] of lists) assert.deepEqual(readPrice(entry), price, source);
});

test('a price that is no price is unknown', () => {
  const unknown = [
    {},
    undefined,
    null,
    'free',
    // OpenRouter's auto: by the model that it picks.
    { pricing: { prompt: '-1', completion: '-1' } },
    { pricing: { prompt: '0.000003', completion: '-1' } },
    { pricing: { prompt: '', completion: '' } },
    { pricing: { prompt: 'NaN', completion: 'Infinity' } },
    { pricing: { input: null, output: 1 } },
    { pricing: { input: 1e30, output: 1 } },
    { providers: [{ pricing: { input: 0.1, output: 0.9 } }, { provider: 'b' }] },
    { providers: [] },
  ];
  for (const entry of unknown) assert.equal(readPrice(entry), undefined, JSON.stringify(entry));
});
