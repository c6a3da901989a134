import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { setVariables } from '../../../src/setup/env-file/set-variables.ts';

const MANUAL = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');

describe('setVariables', () => {
  test('fills in a variable of the manual, and changes no other byte', () => {
    const text = setVariables(MANUAL, { TELEGRAM_TOKEN: '123:abc' });
    assert.equal(text, MANUAL.replace('\nTELEGRAM_TOKEN=\n', '\nTELEGRAM_TOKEN=123:abc\n'));
  });

  test('adds a variable that the file does not have at its end, in the line ends of the file', () => {
    assert.equal(setVariables('A=1\r\n', { B: '2' }), 'A=1\r\nB=2\r\n');
    assert.equal(setVariables('A=1', { B: '2' }), 'A=1\nB=2\n');
    assert.equal(setVariables('', { B: '2' }), 'B=2\n');
  });

  test('changes nothing where the value stands already, however it is written', () => {
    const text = '# mine\nexport  A = "one # two"  # said\n';
    assert.equal(setVariables(text, { A: 'one # two' }), text);
  });

  test('leaves comments alone, also those that hold an assignment', () => {
    assert.equal(setVariables('# A=0\nA=1\n  # A=2\n', { A: '3' }), '# A=0\nA=3\n  # A=2\n');
  });

  test('replaces a value over several lines, and not a line within the value of another variable', () => {
    assert.equal(setVariables('A="one\nB=2\n"\nB=3\n', { B: '4' }), 'A="one\nB=2\n"\nB=4\n');
    assert.equal(setVariables("A='one\ntwo'\nB=3\n", { A: '4' }), 'A=4\nB=3\n');
  });

  test('changes the last of several assignments, which is the one that counts', () => {
    assert.equal(setVariables('A=1\nA=2\n', { A: '3' }), 'A=1\nA=3\n');
  });

  test('writes single quotes around a dollar, which Docker Compose would fill in', () => {
    assert.equal(setVariables('', { A: 'a$b' }), "A='a$b'\n");
  });

  test('refuses a value that no quotes can hold', () => {
    assert.throws(() => setVariables('', { A: `#'"\`` }), /every kind of quotes/);
  });

  test('writes every value so that Node reads it back, and leaves all others as they are', () => {
    const pieces = fc.constantFrom(
      'a',
      ' ',
      '#',
      "'",
      '"',
      '$',
      '\\n',
      '\\',
      '=',
      ':',
      'ü',
      '\n',
      'B=1',
    );
    const value = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join('').trim());
    const line = fc.oneof(
      fc.constantFrom('# C=1', '', 'export D=4', 'E="x # y"', "F='one\ntwo'", 'G', 'A=old # said'),
      value.filter((text) => !/["'\n]/.test(text)).map((text) => `H=${text}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), value, (lines, wanted) => {
        const text = `${lines.join('\n')}\n`;
        const changed = setVariables(text, { A: wanted });
        assert.deepEqual({ ...parseEnv(changed) }, { ...parseEnv(text), A: wanted });
      }),
      { seed: 12, numRuns: 2_000 },
    );
  });
});
