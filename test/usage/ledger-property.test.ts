import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkLedger } from './ledger-property.ts';

test('whatever happens to the process, its disk and its clock, nothing that was used is lost or counts twice', async () => {
  const { deaths, holdsLeft } = await checkLedger(40, 1);
  assert.ok(deaths > 60, `${deaths} deaths are too few`);
  assert.ok(holdsLeft > 15, `${holdsLeft} holds that were left behind are too few`);
});
