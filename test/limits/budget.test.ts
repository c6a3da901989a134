import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBudgets } from './check-budgets.ts';

// `npm run proof -- budget` checks 500.
const WORLDS = 2;

test('budgets are never passed where services keep to the allowed length, and nothing that services charge is left out', async () => {
  const { answered, refused, kills } = await checkBudgets(WORLDS, 13);
  assert.ok(answered > 20 && refused > 10 && kills > 2, `${answered} ${refused} ${kills}`);
});
