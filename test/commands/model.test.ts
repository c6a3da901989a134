import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { model } from '../../src/commands/model.ts';
import type { ButtonEvent } from '../../src/contracts/button-event.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { CommandCall } from '../../src/contracts/command.ts';
import type { Button, Controls } from '../../src/contracts/reply-surface.ts';
import type { Trace } from '../../src/contracts/trace.ts';
import { contextWith } from './command-context.ts';

const channel: Channel = { platform: 'telegram', id: '7', kind: 'direct' };
const author = { id: '7', name: 'Robin', isBot: false, isServerAdmin: false, roles: [] };
const call = (name?: string): CommandCall => ({
  name: 'model',
  channel,
  author,
  options: name === undefined ? {} : { name },
});
const press = (id: string): ButtonEvent => ({
  kind: 'button',
  id,
  author,
  message: { messageId: '1' },
  address: { channel },
});

function createModelContext(names: readonly string[]) {
  let current = names[0] ?? '';
  const context = contextWith({
    trace: async () => ({ kind: 'unknown' }),
    models: async () => names.map((name) => ({ name, hint: '8k' })),
    currentModel: async () => current,
    async chooseModel(_channel, name) {
      if (name.startsWith('nobody/')) return false;
      current = name;
      return true;
    },
  });
  return { context, current: () => current };
}

function modelLabels(controls: Controls = []): string[] {
  return controls
    .flatMap((row) => row.map(({ label }) => label))
    .filter((label) => label.includes('model'));
}

/** Discord: 5 rows of 5, labels of 80 characters. Telegram: 64 bytes an id. */
function assertShowable(controls: Controls = []): void {
  assert.ok(controls.length <= 5 && controls.every((row) => row.length <= 5));
  for (const { id, label } of controls.flat())
    assert.ok(Buffer.byteLength(id) <= 64 && label.length <= 80);
}

const many = Array.from(
  { length: 20 },
  (_, index) => `openai/model-${String(index).padStart(2, '0')}`,
);

describe('a forged press', () => {
  test('neither picks a model nor replaces an answer, when it comes from the message of an answer', async () => {
    const { context, current } = createModelContext(many);
    const turn = { kind: 'turn', turn: {}, turnsAhead: 0 } as unknown as Trace;
    const onAnswer = { ...context, trace: async () => turn };
    const [button] = (await model.run(call(), context)).controls?.flat() ?? [];
    const before = current();
    for (const id of [button?.id ?? '', 'model:page:1']) {
      const rest = id.replace('model:', '');
      const reply = await model.press?.(rest, press(id), onAnswer);
      assert.equal(reply?.onlyAsker, true);
    }
    assert.equal(current(), before);
  });
});

describe('/model', () => {
  test('picks a model by its whole name', async () => {
    const { context, current } = createModelContext(many);
    const reply = await model.run(call('openai/model-07'), context);
    assert.equal(current(), 'openai/model-07');
    assert.match(reply.text, /openai\/model-07/);
  });

  test('shows the facts about each offered model and about the current one', async () => {
    const { context } = createModelContext(many);
    const { text } = await model.run(call(), context);
    const [first, , ...lines] = text.split('\n');
    assert.equal(first, 'openai/model-00 answers here. Pick another model:');
    assert.deepEqual(lines.slice(0, 2), ['- `openai/model-00` 8k', '- `openai/model-01` 8k']);
    assert.match(
      (await model.run(call('openai/model-07'), context)).text,
      /openai\/model-07 answers here\. \(8k\)/,
    );
  });

  test('picks a model by a part of its name if only one model matches', async () => {
    const { context, current } = createModelContext(many);
    await model.run(call('MODEL-13'), context);
    assert.equal(current(), 'openai/model-13');
  });

  test('asks which model when several match', async () => {
    const { context, current } = createModelContext(many);
    const reply = await model.run(call('model-1'), context);
    assert.equal(current(), 'openai/model-00');
    assert.equal(modelLabels(reply.controls).length, 8);
  });

  test('takes an unlisted model of a known provider, and says that it could not check it', async () => {
    const { context, current } = createModelContext(many);
    const reply = await model.run(call('openai/brand-new'), context);
    assert.equal(current(), 'openai/brand-new');
    assert.match(reply.text, /doesn't list it/);
  });

  test('says so when no model matches, and changes nothing', async () => {
    const { context, current } = createModelContext(many);
    for (const typed of ['zzz', 'nobody/zzz'])
      assert.match((await model.run(call(typed), context)).text, /No model matches/);
    assert.equal(current(), 'openai/model-00');
  });

  test('offers all models on pages of buttons that every network can show', async () => {
    const { context } = createModelContext(many);
    const seen: string[] = [];
    let reply = await model.run(call(), context);
    for (let next: Button | undefined; ; ) {
      assertShowable(reply.controls);
      seen.push(...modelLabels(reply.controls));
      next = reply.controls?.flat().find(({ label }) => label.startsWith('▶'));
      if (!next || !model.press) break;
      reply =
        (await model.press(next.id.slice('model:'.length), press(next.id), context)) ??
        assert.fail('it says nothing');
    }
    assert.deepEqual(seen, many);
  });

  test('a pressed button picks its model, also one with a very long name', async () => {
    const long = `openai/${'x'.repeat(150)}`;
    const { context, current } = createModelContext(['openai/a', long]);
    const button = (await model.run(call(), context)).controls?.flat()[1];
    assert.ok(button);
    await model.press?.(button.id.slice('model:'.length), press(button.id), context);
    assert.equal(current(), long);
  });

  test('a button of a removed model says so', async () => {
    const { context, current } = createModelContext(many);
    assert.match(
      (await model.press?.('0123456789abcdef', press('x'), context))?.text ?? '',
      /too old/,
    );
    assert.equal(current(), 'openai/model-00');
  });

  test('completes the typed text, names that start with it first', async () => {
    const { context } = createModelContext(['openai/gpt', 'gpt/one']);
    const complete = model.options?.[0]?.complete;
    assert.deepEqual(
      (await complete?.('GPT', call(), context))?.map(({ value }) => value),
      ['gpt/one', 'openai/gpt'],
    );
  });
});
