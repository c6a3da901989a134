import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLog } from '../../src/lib/log.ts';

function capture(isReadable: boolean, level = 'info') {
  const lines: string[] = [];
  const log = createLog({ level, isReadable, target: { write: (line) => lines.push(line) } });
  return { log, lines };
}

describe('the log', () => {
  test('writes one JSON object a line for machines', () => {
    const { log, lines } = capture(false);
    log.info({ platform: 'discord' }, 'connected');
    const { platform, msg, level } = JSON.parse(lines[0] ?? '');
    assert.deepEqual([platform, msg, level], ['discord', 'connected', 30]);
  });

  test('writes one line for people in a terminal', () => {
    const { log, lines } = capture(true);
    log.warn({ platform: 'discord', servers: 2 }, 'connected');
    assert.match(
      lines[0] ?? '',
      /^\d\d:\d\d:\d\d WARN {2}connected {2}platform=discord {2}servers=2\n$/,
    );
  });

  test('says why something failed, but nothing that a library hung on the error', () => {
    for (const isReadable of [true, false]) {
      const { log, lines } = capture(isReadable);
      log.error(
        { error: Object.assign(new Error('it broke'), { body: 'what somebody said' }) },
        'a turn failed',
      );
      assert.match(lines[0] ?? '', /it broke/);
      assert.doesNotMatch(lines[0] ?? '', /what somebody said/);
    }
  });

  test('never writes what stands in a field for secrets', () => {
    const { log, lines } = capture(false);
    log.info(
      { token: 'secret', request: { authorization: 'secret' }, provider: { apiKey: 'secret' } },
      'asked',
    );
    assert.doesNotMatch(lines[0] ?? '', /secret/);
  });

  test('leaves out what is below its level', () => {
    const { log, lines } = capture(false, 'warn');
    log.info({}, 'connected');
    assert.deepEqual(lines, []);
  });
});
