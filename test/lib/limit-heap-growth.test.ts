import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';

const MODULE = new URL('../../src/lib/limit-heap-growth.ts', import.meta.url);
/** V8 prints its flags with their present values when it reads this one. */
const SHOW_FLAGS = `
  import { setFlagsFromString } from 'node:v8';
  import { limitHeapGrowth } from '${MODULE.href}';
  limitHeapGrowth();
  setFlagsFromString('--help');
`;

describe('limitHeapGrowth', () => {
  // Its effect depends on how fast the garbage collector is: npm run bench -- load.
  test('sets a flag that V8 knows', () => {
    const args = ['--input-type=module', '--eval', SHOW_FLAGS];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });

    assert.match(stdout, /--heap-growing-percent=40/);
  });
});
