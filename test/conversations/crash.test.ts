import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCrashes } from './crash-property.ts';

test('whenever the process dies, every accepted message is in exactly one turn and every turn ends once', async () => {
  const { deaths, joins } = await checkCrashes(300, 1);
  assert.ok(deaths > 300, `${deaths} deaths are too few`);
  assert.ok(joins > 100, `${joins} joins are too few`);
});
