import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLogOnce } from '../../src/lib/log-once.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';

describe('createLogOnce', () => {
  test('warns of each cause once, until it forgets', () => {
    const log = createRecordingLog();
    const failures = createLogOnce(log);
    for (const cause of ['a', 'a', 'b']) failures.warn(cause, { cause }, 'failed');
    failures.forget();
    failures.warn('a', { cause: 'a' }, 'failed');
    assert.deepEqual(log.lines, [
      'warn failed {"cause":"a"}',
      'debug failed {"cause":"a"}',
      'warn failed {"cause":"b"}',
      'warn failed {"cause":"a"}',
    ]);
  });

  test('stops warning when a server gives new words each time', () => {
    const log = createRecordingLog();
    const failures = createLogOnce(log);
    for (let index = 0; index < 100; index += 1) failures.warn(`cause ${index}`, {}, 'failed');
    assert.equal(log.lines.filter((line) => line.startsWith('warn')).length, 20);
    assert.equal(log.lines.length, 100);
  });
});
