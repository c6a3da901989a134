import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { continueAnswer } from '../../src/commands/continue-answer.ts';
import { regenerate } from '../../src/commands/regenerate.ts';
import { stop } from '../../src/commands/stop.ts';
import type { ButtonEvent } from '../../src/contracts/button-event.ts';
import type {
  AnswerSelector,
  Command,
  CommandCall,
  ControlResult,
} from '../../src/contracts/command.ts';
import type { Rerun } from '../../src/contracts/turns.ts';
import { said } from '../conversations/messages.ts';
import { contextWith } from './command-context.ts';

const { message, address } = said({ id: 'q' });
const { author, channel } = message;

function setUp(outcome: ControlResult = 'done') {
  const wanted: { answer: AnswerSelector; rerun?: Rerun }[] = [];
  const context = contextWith({
    models: async () => ['p/one', 'p/two', 'q/two'].map((name) => ({ name })),
    rerun: async (answer, rerun) => {
      wanted.push({ answer, rerun });
      return outcome;
    },
    stopAnswer: async (answer) => {
      wanted.push({ answer });
      return outcome;
    },
  });
  const press = (command: Command, rest: string) => {
    const button: ButtonEvent = {
      ...{ kind: 'button', id: `${command.name}:${rest}`, author, address },
      message: { messageId: 'answer' },
    };
    return command.press?.(rest, button, context);
  };
  const run = (command: Command, call: Partial<CommandCall> = {}) =>
    command.run({ name: command.name, channel, author, options: {}, ...call }, context);
  return { wanted, press, run };
}

const pressed = { channel, author, sequence: 12, messageId: 'answer' };

describe('the controls of an answer', () => {
  test('a button controls the turn in its id, and succeeds without a reply', async () => {
    const { wanted, press } = setUp();
    for (const command of [stop, continueAnswer])
      assert.equal(await press(command, '12'), undefined);
    assert.equal(await press(regenerate, '12:1'), undefined);
    assert.deepEqual(wanted, [
      { answer: pressed },
      { answer: pressed, rerun: { kind: 'continue' } },
      { answer: pressed, rerun: { kind: 'show', version: 1 } },
    ]);
  });

  test('a refusal is shown only to the person who pressed', async () => {
    for (const outcome of ['forbidden', 'busy', 'gone'] as const) {
      const { press, run } = setUp(outcome);
      const pressedButtons = [stop, continueAnswer, regenerate].map((command) =>
        press(command, '12:0'),
      );
      for (const reply of await Promise.all([
        ...pressedButtons,
        run(regenerate),
        run(continueAnswer),
      ])) {
        assert.ok(reply?.text && reply.onlyAsker, outcome);
      }
    }
  });

  test('a button of an answer that is no longer known goes away', async () => {
    const { press, run } = setUp('gone');
    assert.equal((await press(stop, '12'))?.removesButtons, true);
    assert.equal((await run(continueAnswer)).removesButtons, undefined);
  });

  test('a second press gets no reply, a pointless command gets one', async () => {
    const { press, run } = setUp('pointless');
    for (const command of [stop, continueAnswer])
      assert.equal(await press(command, '12'), undefined);
    assert.ok(await run(continueAnswer));
  });

  test('a command controls the newest answer, or the one that it points to', async () => {
    const { wanted, run } = setUp();
    await run(continueAnswer);
    await run(regenerate, { targetId: 'x' });
    assert.deepEqual(
      wanted.map(({ answer }) => answer.messageId),
      [undefined, 'x'],
    );
  });

  test("/regenerate takes a part of a model's name if only one model matches", async () => {
    const { wanted, run } = setUp();
    await run(regenerate, { options: { model: 'ONE' } });
    assert.deepEqual(wanted[0]?.rerun, { kind: 'regenerate', model: 'p/one' });
    assert.match((await run(regenerate, { options: { model: 'two' } })).text, /Several models/);
    assert.match((await run(regenerate, { options: { model: 'zzz' } })).text, /No model/);
    assert.equal(wanted.length, 1);
  });
});
