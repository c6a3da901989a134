import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkCrashes } from './crash-property.ts';

test('whenever the process dies, every accepted message is in exactly one turn and every turn ends once', async () => {
  const { deaths, joins } = await checkCrashes(300, 1);
  assert.ok(deaths > 300, `${deaths} deaths are too few`);
  assert.ok(joins > 100, `${joins} joins are too few`);
});

test('whenever one of two processes on a store dies or hands over a chat, the other one goes on with the same promises', async () => {
  const { deaths, joins, handOvers } = await checkCrashes(80, 1, { isShared: true });
  assert.ok(deaths > 70, `${deaths} deaths are too few`);
  assert.ok(joins > 25, `${joins} joins are too few`);
  assert.ok(handOvers > 200, `${handOvers} hand-overs are too few`);
});
