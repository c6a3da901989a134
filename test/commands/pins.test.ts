import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pin } from '../../src/commands/pin.ts';
import { pins } from '../../src/commands/pins.ts';
import { reset } from '../../src/commands/reset.ts';
import type { ButtonEvent } from '../../src/contracts/button-event.ts';
import type { CommandCall } from '../../src/contracts/command.ts';
import type { Pin } from '../../src/contracts/pins.ts';
import { said } from '../conversations/messages.ts';
import { createFakeTurn } from '../helpers/fake-turn.ts';
import { contextWith } from './command-context.ts';

const { message, address } = said({ id: 'q', by: 'ann', text: 'the door code is on the fridge' });
const { author, channel } = message;

function setUp(stored: readonly Pin[] = [], outcome: 'added' | 'known' | 'full' = 'added') {
  const added: object[] = [];
  let remaining = stored;
  const version = { text: 'It is open.', provider: 'p', model: 'm', end: 'stop' as const };
  const context = contextWith({
    pins: {
      list: async () => remaining,
      add: async (_channel, content) => {
        added.push(content);
        return outcome;
      },
      remove: async (_channel, number) => {
        remaining = remaining.filter((each) => each.number !== number);
        return true;
      },
    },
    trace: async ({ targetId }) =>
      targetId === 'answer'
        ? { kind: 'turn', turn: createFakeTurn({ versions: [version] }), turnsAhead: 0 }
        : { kind: 'unknown' },
    reset: async () => {},
  });
  const call = (change: Partial<CommandCall>): CommandCall => ({
    name: 'pin',
    channel: { ...channel, platform: 'telegram' },
    author,
    options: {},
    ...change,
  });
  return { added, context, call };
}

const stored = (number: number, text: string, name?: string): Pin => ({
  number,
  messageId: `m${number}`,
  text,
  pinnedAt: 0,
  ...(name !== undefined && { author: { id: name, name } }),
});

describe('/pin', () => {
  test('keeps the words of the message, its details and the names of its files', async () => {
    const { added, context, call } = setUp();
    const attachments = [{ ref: 'r', name: 'map.png', mime: 'image/png', bytes: 1 }];
    const target = { ...message, details: '[poll] Where?', attachments };
    const { text } = await pin.run(call({ targetId: 'q', target }), context);
    assert.match(text, /^Pinned\./);
    assert.deepEqual(added, [
      {
        messageId: 'q',
        author: { id: 'ann', name: 'ann' },
        text: 'the door code is on the fridge\n[poll] Where?\n[map.png]',
      },
    ]);
  });

  test('keeps the shown answer of a model', async () => {
    const { added, context, call } = setUp();
    await pin.run(call({ targetId: 'answer', target: 'own' }), context);
    assert.deepEqual(added, [{ messageId: 'answer', text: 'It is open.' }]);
  });

  test('says how it works without a message, and when there is nothing to keep', async () => {
    const { added, context, call } = setUp();
    assert.match((await pin.run(call({}), context)).text, /Reply with `\/pin`/);
    const unknown = await pin.run(call({ targetId: 'old', target: 'own' }), context);
    assert.match(unknown.text, /can't pin this message/);
    assert.deepEqual(added, []);
  });

  test('tells only the asker that a message is pinned already, or that there are too many', async () => {
    for (const [outcome, words] of [
      ['known', /pinned already/],
      ['full', /20 messages/],
    ] as const) {
      const { context, call } = setUp([], outcome);
      const reply = await pin.run(call({ targetId: 'q', target: message }), context);
      assert.match(reply.text, words);
      assert.equal(reply.onlyAsker, true);
    }
  });
});

describe('/pins', () => {
  test('lists the pins, each with a button that removes it', async () => {
    const { context, call } = setUp([stored(1, 'a\nb', 'Ann'), stored(4, 'x'.repeat(200))]);
    const { text, controls } = await pins.run(call({}), context);
    assert.match(text, /\n1\. Ann: a b\n4\. I: x{120}…$/);
    assert.deepEqual(controls, [
      [
        { id: 'pins:1', label: 'Remove 1' },
        { id: 'pins:4', label: 'Remove 4' },
      ],
    ]);
  });

  test('shows the remaining ones after a press, and the end of them', async () => {
    const { context } = setUp([stored(1, 'a'), stored(2, 'b')]);
    const button: ButtonEvent = {
      ...{ kind: 'button', id: 'pins:1', author, address },
      message: { messageId: 'list' },
    };
    assert.match((await pins.press?.('1', button, context))?.text ?? '', /\n2\. I: b$/);
    assert.equal((await pins.press?.('2', button, context))?.text, 'Nothing is pinned here.');
  });

  test('has at most five buttons in a row', async () => {
    const many = Array.from({ length: 12 }, (_, index) => stored(index + 1, 'x'));
    const { context, call } = setUp(many);
    const { controls } = await pins.run(call({}), context);
    assert.deepEqual(
      controls?.map(({ length }) => length),
      [5, 5, 2],
    );
  });

  test('are mentioned by /reset, which keeps them', async () => {
    const { context, call } = setUp([stored(1, 'a')]);
    assert.match((await reset.run(call({}), context)).text, /pinned stays/);
    assert.doesNotMatch((await reset.run(call({}), setUp().context)).text, /pin/);
  });
});
