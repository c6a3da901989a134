import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCommandLine } from '../../../playground/page/read-command-line.ts';

const option = (name: string) => ({ name, description: '', autocomplete: false });
const commands = [
  { name: 'model', description: '', options: [option('name'), option('scope')] },
  { name: 'reset', description: '', options: [] },
];
const options = (text: string) => readCommandLine(text, commands)?.options;

test('readCommandLine gives the text after a command to its first option until another one is named', () => {
  assert.deepEqual(options('/model a b'), { name: 'a b' });
  assert.deepEqual(options('/model a scope: here'), { name: 'a', scope: 'here' });
  assert.deepEqual(options('/model scope:here name:a:b'), { scope: 'here', name: 'a:b' });
  assert.deepEqual(options('/model'), {});
});

test('readCommandLine gives the text after a command without options to the unnamed option', () => {
  assert.deepEqual(options('/reset all: of it'), { text: 'all: of it' });
  assert.deepEqual(options('/reset'), {});
});

test('readCommandLine takes the last option as the one that is being typed', () => {
  assert.deepEqual(readCommandLine('/model a scope:he', commands)?.current, {
    option: 'scope',
    typed: 'he',
    start: 15,
  });
  assert.equal(readCommandLine('/reset ', commands)?.current, undefined);
});

test('readCommandLine ignores unknown commands and plain text', () => {
  for (const text of ['/nothing', 'model', 'a /model', ''])
    assert.equal(readCommandLine(text, commands), undefined);
});
