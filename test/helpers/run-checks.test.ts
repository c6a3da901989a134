import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../store/temporary-folder.ts';
import { runChecks } from './run-checks.ts';

test('runChecks names the scripts that fail, and shows only their output', async () => {
  const root = temporaryFolder();
  const scripts = { good: 'echo all is well', bad: 'echo line 7 is wrong && exit 1' };
  writeFileSync(join(root, 'package.json'), JSON.stringify({ scripts }));
  let output = '';
  const failures = await runChecks(root, ['good', 'bad', 'missing'], (text) => {
    output += text;
  });
  assert.deepEqual(failures.toSorted(), ['bad', 'missing']);
  assert.match(output, /^✖ npm run bad\nline 7 is wrong\n/m);
  assert.match(output, /^✖ npm run missing\n.*missing/ms);
  assert.doesNotMatch(output, /all is well/);
});
