import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LimitRules } from '../../src/contracts/limits.ts';
import { checkPrices } from '../../src/doctor/check-prices.ts';
import { createRouting } from '../helpers/routing.ts';
import { createModelList } from '../router/model-lists.ts';

const price = { input: 1, output: 5 };
const lists = [
  createModelList('openai', ['gpt-x', { id: 'gpt-priced', price }]),
  createModelList('ollama', ['llama'], { priceOf: () => price }),
];

function check(limits: LimitRules, models = {}) {
  const aliases = { smart: ['openai/gpt-x', 'openai/gpt-priced', 'ollama/llama'] };
  const routing = createRouting({ aliases, models, limits: new Map([['bot', limits]]) });
  const rows = checkPrices({ lists, routing, defaultModel: 'openai/gpt-x', now: 0 });
  return rows.map(({ subject, state, cure }) => [subject, state, cure?.includes('price')]);
}

test('the doctor names the configured models without a price, only where dollars are limited', () => {
  const unpriced = [['openai/gpt-x', 'note', true]];
  assert.deepEqual(check({ person: { usdPerDay: 1 } }), unpriced);
  assert.deepEqual(check({ total: { usdPerMonth: 50 } }), unpriced);
  assert.deepEqual(check({ person: { answersPerDay: 3 }, admins: { usdPerDay: 'none' } }), []);
  assert.deepEqual(check({ total: { usdPerMonth: 50 }, unpriced: 'allow' }), []);
  assert.deepEqual(check({ person: { usdPerDay: 1 } }, { 'openai/*': { price } }), []);
});
