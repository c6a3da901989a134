import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkFiles } from '../../src/doctor/check-files.ts';
import { systemClock } from '../../src/lib/clock.ts';

describe('the check of files', () => {
  test('reads a picture as the bot does', async () => {
    const [row] = await checkFiles(systemClock);
    assert.deepEqual([row?.state, row?.result], ['good', 'was read.']);
  });

  test('says why no process for files starts', async () => {
    const [row] = await checkFiles(systemClock, new URL('no-such-program.ts', import.meta.url));
    assert.equal(row?.state, 'bad');
    assert.match(row?.result ?? '', /^was not read\. Error.*no-such-program/);
    assert.match(row?.cure ?? '', /npm ci/);
  });
});
