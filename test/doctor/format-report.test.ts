import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatReport } from '../../src/doctor/format-report.ts';
import type { Row } from '../../src/doctor/row.ts';

const good: Row = { part: 'store', state: 'good', subject: 'file', result: 'can be written.' };
const bad: Row = {
  part: 'telegram',
  state: 'bad',
  subject: 'token',
  result: 'was refused.',
  cure: 'Open https://t.me/BotFather, send /token, and copy what it shows.',
};

describe('formatReport', () => {
  test('writes a line for each check, in columns, with the cure below', () => {
    assert.deepEqual(formatReport([good, bad], 200).split('\n'), [
      '',
      '      PART      CHECK  FOUND',
      'ok    store     file   can be written.',
      'FAIL  telegram  token  was refused.',
      '                       → Open https://t.me/BotFather, send /token, and copy what it shows.',
      '',
      '1 of 2 checks failed: each line with FAIL says after the arrow what helps.',
      '',
    ]);
  });

  test('breaks long texts between words, and keeps addresses whole', () => {
    const lines = formatReport([bad], 60).split('\n');
    assert.ok(lines.slice(0, -3).every((line) => line.length <= 60));
    assert.match(lines.join('\n'), /→ Open https:\/\/t\.me\/BotFather, send\n {25}\S/);
    const address = `https://example.org/${'a'.repeat(100)}`;
    assert.ok(formatReport([{ ...bad, cure: address }], 60).includes(address));
  });

  test('says that everything works if there are only notes', () => {
    assert.match(
      formatReport([good, { ...bad, state: 'note' }]),
      /^note[\s\S]*Everything that is set up works\.\n$/m,
    );
  });

  test('drops characters that move the cursor of a terminal', () => {
    const named = formatReport([{ ...good, result: 'is that of \u001b[2Jevil\r\nFAIL\u0007.' }]);
    assert.match(named, /is that of \[2Jevil FAIL \./);
  });
});
