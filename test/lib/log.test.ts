import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLog } from '../../src/lib/log.ts';
import { createSecretHider } from '../../src/lib/secrets.ts';
import { writtenForms } from '../helpers/written-forms.ts';

function capture(isReadable: boolean, level = 'info') {
  const lines: string[] = [];
  const log = createLog({ level, isReadable, target: { write: (line) => lines.push(line) } });
  return { log, lines };
}

describe('createLog', () => {
  test('writes one JSON object per line for machines', () => {
    const { log, lines } = capture(false);
    log.info({ platform: 'discord' }, 'platform: connected');
    const { platform, msg, level } = JSON.parse(lines[0] ?? '');
    assert.deepEqual([platform, msg, level], ['discord', 'platform: connected', 30]);
  });

  test('writes readable lines for a terminal', () => {
    const { log, lines } = capture(true);
    log.warn({ platform: 'discord', servers: 2 }, 'platform: connected');
    assert.match(
      lines[0] ?? '',
      /^\d\d:\d\d:\d\d WARN {2}platform: connected {2}platform=discord {2}servers=2\n$/,
    );
  });

  test('writes the message of an error, but no field that a library added to it', () => {
    for (const isReadable of [true, false]) {
      const { log, lines } = capture(isReadable);
      log.error(
        { error: Object.assign(new Error('it broke'), { body: 'a secret of a user' }) },
        'bot: turn failed',
      );
      assert.match(lines[0] ?? '', /it broke/);
      assert.doesNotMatch(lines[0] ?? '', /a secret of a user/);
    }
  });

  test('never writes the value of a field for secrets', () => {
    const { log, lines } = capture(false);
    log.info(
      { token: 'secret', request: { authorization: 'secret' }, provider: { apiKey: 'secret' } },
      'provider: request sent',
    );
    assert.doesNotMatch(lines[0] ?? '', /secret/);
  });

  test('hides a secret in every place and form', () => {
    const secret = 'sk-proj/Very+secret';
    for (const isReadable of [true, false]) {
      const lines: string[] = [];
      const log = createLog({
        level: 'info',
        isReadable,
        target: { write: (line) => lines.push(line) },
        hideSecrets: createSecretHider([secret]),
      });

      for (const [form, written] of Object.entries(writtenForms(secret))) {
        log.warn({ error: new Error(`refused ${written}`), code: written }, `part: ${written}`);
        const line = lines.pop() ?? '';
        assert.ok(!line.includes(written), `${form}: ${line}`);
        assert.match(line, /part: .{0,6}\(hidden\)/);
      }
    }
  });

  test('leaves out lines below its level', () => {
    const { log, lines } = capture(false, 'warn');
    log.info({}, 'platform: connected');
    assert.deepEqual(lines, []);
  });
});
