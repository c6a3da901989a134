import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FileBudget, type HeldBytes } from '../../playground/file-budget.ts';

test('the oldest files lose their bytes when there are too many', () => {
  const budget = new FileBudget(10);
  const files: HeldBytes[] = [4, 4, 4, 9].map((size) => ({ bytes: new Uint8Array(size) }));
  const sizes = () => files.map(({ bytes }) => bytes?.length);

  for (const file of files.slice(0, 3)) budget.hold(file);
  assert.deepEqual(sizes(), [undefined, 4, 4, 9]);
  for (const file of files.slice(3)) budget.hold(file);
  assert.deepEqual(sizes(), [undefined, undefined, undefined, 9]);
});
