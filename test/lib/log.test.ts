import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createLog } from '../../src/lib/log.ts';
import { createLogTail } from '../../src/lib/log-tail.ts';
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

  test('sends a terminal no code that a server put into an error', () => {
    const { log, lines } = capture(true);
    log.warn(
      { reason: '\u001b]0;title\u0007 \u009b2J\r', error: new Error('\u001b[2J') },
      'a\u001bc',
    );
    const [line = ''] = lines;
    assert.doesNotMatch(line, /[\p{Cc}--[\n\t]]/v);
    assert.match(line, /a\\u001bc {2}reason=\\u001b\]0;title\\u0007 \\u009b2J\\u000d/);
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

test('each line also goes to who keeps the last ones, without secrets, in any form of the log', () => {
  for (const isReadable of [true, false]) {
    const tail = createLogTail();
    const log = createLog({
      level: 'info',
      isReadable,
      target: { write: () => true },
      hideSecrets: (text) => text.replaceAll('sk-secret', '(hidden)'),
      onLine: tail.add,
    });
    log.debug({}, 'not wanted');
    log.info({ key: 'sk-secret' }, 'part: event');
    const [line = '', ...others] = tail.lines();
    const { key, msg } = JSON.parse(line);
    assert.deepEqual([key, msg, others], ['(hidden)', 'part: event', []]);
  }
});

test('the last lines are bounded in number and length', () => {
  const tail = createLogTail();
  for (let count = 1; count <= 600; count++) tail.add(`{"msg":"${count}"}`);
  assert.equal(tail.lines().length, 500);
  assert.equal(tail.lines()[0], '{"msg":"101"}');
  tail.add(JSON.stringify({ level: 30, time: 1, msg: 'event', huge: 'x'.repeat(100_000) }));
  assert.equal(tail.lines().at(-1), '{"level":30,"time":1,"msg":"event"}');
});
