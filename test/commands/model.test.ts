import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { model } from '../../src/commands/model.ts';
import type { ButtonEvent } from '../../src/contracts/button-event.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { CommandCall, CommandContext } from '../../src/contracts/command.ts';
import type { Button, Controls } from '../../src/contracts/reply-surface.ts';

const channel: Channel = { platform: 'telegram', id: '7', kind: 'direct' };
const by = { id: '7', name: 'Robin', isBot: false, isServerAdmin: false, roles: [] };
const call = (name?: string): CommandCall => ({
  name: 'model',
  channel,
  author: by,
  options: name === undefined ? {} : { name },
});
const press = (id: string): ButtonEvent => ({
  kind: 'button',
  id,
  author: by,
  message: { messageId: '1' },
  address: { channel },
});

function createPowers(names: readonly string[]) {
  let current = names[0] ?? '';
  const powers: CommandContext = {
    models: async () => names.map((name) => ({ name, hint: '8k' })),
    currentModel: async () => current,
    async chooseModel(_channel, name) {
      if (name.startsWith('nobody/')) return false;
      current = name;
      return true;
    },
    style: async () => ({}),
    chooseStyle: async () => {},
    stop: async () => 0,
    stopAnswer: async () => 'done',
    rerun: async () => 'done',
    reset: async () => {},
    trace: async () => ({ kind: 'unknown' }),
    isAdmin: () => false,
    commands: () => [],
  };
  return { powers, current: () => current };
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

describe('/model', () => {
  test('chooses a model by its whole name', async () => {
    const { powers, current } = createPowers(many);
    const reply = await model.run(call('openai/model-07'), powers);
    assert.equal(current(), 'openai/model-07');
    assert.match(reply.text, /openai\/model-07/);
  });

  test('tells what is known of the models that it offers, and of the one that answers', async () => {
    const { powers } = createPowers(many);
    const { text } = await model.run(call(), powers);
    const [first, , ...lines] = text.split('\n');
    assert.equal(first, 'openai/model-00 answers here. Choose another one:');
    assert.deepEqual(lines.slice(0, 2), ['- `openai/model-00` 8k', '- `openai/model-01` 8k']);
    assert.match(
      (await model.run(call('openai/model-07'), powers)).text,
      /openai\/model-07 answers here\. \(8k\)/,
    );
  });

  test('chooses a model by a part of its name that fits no other one', async () => {
    const { powers, current } = createPowers(many);
    await model.run(call('MODEL-13'), powers);
    assert.equal(current(), 'openai/model-13');
  });

  test('asks which one is meant when several fit', async () => {
    const { powers, current } = createPowers(many);
    const reply = await model.run(call('model-1'), powers);
    assert.equal(current(), 'openai/model-00');
    assert.equal(modelLabels(reply.controls).length, 8);
  });

  test('takes a model that is not listed if there is such a provider, and says that it could not check', async () => {
    const { powers, current } = createPowers(many);
    const reply = await model.run(call('openai/brand-new'), powers);
    assert.equal(current(), 'openai/brand-new');
    assert.match(reply.text, /does not list it/);
  });

  test('says so when no model fits, and changes nothing', async () => {
    const { powers, current } = createPowers(many);
    for (const typed of ['zzz', 'nobody/zzz'])
      assert.match((await model.run(call(typed), powers)).text, /No model matches/);
    assert.equal(current(), 'openai/model-00');
  });

  test('offers all models on pages of buttons that every network can show', async () => {
    const { powers } = createPowers(many);
    const seen: string[] = [];
    let reply = await model.run(call(), powers);
    for (let next: Button | undefined; ; ) {
      assertShowable(reply.controls);
      seen.push(...modelLabels(reply.controls));
      next = reply.controls?.flat().find(({ label }) => label.startsWith('▶'));
      if (!next || !model.press) break;
      reply =
        (await model.press(next.id.slice('model:'.length), press(next.id), powers)) ??
        assert.fail('it says nothing');
    }
    assert.deepEqual(seen, many);
  });

  test('a pressed button chooses its model, also one with a very long name', async () => {
    const long = `openai/${'x'.repeat(150)}`;
    const { powers, current } = createPowers(['openai/a', long]);
    const button = (await model.run(call(), powers)).controls?.flat()[1];
    assert.ok(button);
    await model.press?.(button.id.slice('model:'.length), press(button.id), powers);
    assert.equal(current(), long);
  });

  test('a button of a model that is gone says so', async () => {
    const { powers, current } = createPowers(many);
    assert.match(
      (await model.press?.('0123456789abcdef', press('x'), powers))?.text ?? '',
      /too old/,
    );
    assert.equal(current(), 'openai/model-00');
  });

  test('completes what was typed, names that begin so first', async () => {
    const { powers } = createPowers(['openai/gpt', 'gpt/one']);
    const complete = model.options?.[0]?.complete;
    assert.deepEqual(
      (await complete?.('GPT', call(), powers))?.map(({ value }) => value),
      ['gpt/one', 'openai/gpt'],
    );
  });
});
