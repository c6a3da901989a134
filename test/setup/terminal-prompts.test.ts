import assert from 'node:assert/strict';
import { PassThrough, Writable } from 'node:stream';
import { describe, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { createTerminalPrompts } from '../../src/setup/terminal-prompts.ts';
import { eventually } from '../helpers/eventually.ts';

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';

/** A terminal whose keys the test presses, when a question is visible. */
function createTerminal() {
  const input = new PassThrough();
  let raw = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      raw += String(chunk);
      done();
    },
  });
  const screen = () => stripVTControlCharacters(raw);
  return {
    prompts: createTerminalPrompts({ input, output }),
    raw: () => raw,
    screen,
    async press(question: string, keys: string) {
      await eventually(`“${question}” on the screen`, () => screen().includes(question));
      input.write(keys);
    },
  };
}

const OPTIONS = [
  { value: 'keep', label: 'Keep it' },
  { value: 'change', label: 'Another one' },
] as const;

describe('createTerminalPrompts', () => {
  test('lets a person choose with the arrows, beginning at what is proposed', async () => {
    const { prompts, press } = createTerminal();
    const [first] = await Promise.all([
      prompts.choose('One?', OPTIONS),
      press('One?', DOWN + ENTER),
    ]);
    assert.equal(first, 'change');
    const [second] = await Promise.all([
      prompts.choose('Two?', OPTIONS, 'change'),
      press('Two?', ENTER),
    ]);
    assert.equal(second, 'change');
  });

  test('lets a person search a long list by typing', async () => {
    const { prompts, press } = createTerminal();
    const names = Array.from({ length: 300 }, (_, index) => `openai/model-${index}`);
    const options = names.map((value) => ({ value, label: value }));
    const search = prompts.search('Which?', options);
    await press('Which?', 'model-217');
    await press('openai/model-217', ENTER);
    assert.equal(await search, 'openai/model-217');
  });

  test('takes a secret without showing it, and an empty one', async () => {
    const { prompts, press, screen } = createTerminal();
    const [secret] = await Promise.all([
      prompts.askSecret('Token?'),
      press('Token?', ` 1:hidden${ENTER}`),
    ]);
    assert.equal(secret, '1:hidden');
    assert.doesNotMatch(screen(), /hidden/);
    const [nothing] = await Promise.all([prompts.askSecret('Key?'), press('Key?', ENTER)]);
    assert.equal(nothing, '');
  });

  test('takes no example for an answer', async () => {
    const { prompts, press } = createTerminal();
    const [nothing] = await Promise.all([
      prompts.askText('Address?', 'http://localhost:8080/v1'),
      press('Address?', ENTER),
    ]);
    assert.equal(nothing, '');
  });

  test('ends with an error of its own when a person presses Ctrl+C', async () => {
    const { prompts, press } = createTerminal();
    await Promise.all([
      assert.rejects(prompts.choose('One?', OPTIONS), { name: 'SetupCanceledError' }),
      press('One?', CTRL_C),
    ]);
    await Promise.all([
      assert.rejects(prompts.askSecret('Token?'), { name: 'SetupCanceledError' }),
      press('Token?', CTRL_C),
    ]);
  });

  test('ends at Ctrl+D, and shows the cursor again', async () => {
    const { prompts, press, raw } = createTerminal();
    await Promise.all([
      assert.rejects(prompts.choose('One?', OPTIONS), { name: 'SetupCanceledError' }),
      press('One?', CTRL_D),
    ]);
    await Promise.all([
      assert.rejects(prompts.askSecret('Token?'), { name: 'SetupCanceledError' }),
      press('Token?', CTRL_D),
    ]);
    assert.ok(raw().lastIndexOf(SHOW_CURSOR) > raw().lastIndexOf(HIDE_CURSOR));
  });
});
