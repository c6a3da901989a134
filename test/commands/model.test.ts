import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { model } from '../../src/commands/model.ts';
import type { ButtonEvent } from '../../src/contracts/button-event.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { CommandCall } from '../../src/contracts/command.ts';
import type { ModelInfo } from '../../src/contracts/provider.ts';
import type { Button, Controls } from '../../src/contracts/reply-surface.ts';
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

function createModelContext(
  names: readonly string[],
  facts: Readonly<Record<string, Partial<ModelInfo>>> = {},
) {
  let current = names[0] ?? '';
  const context = contextWith({
    models: async () =>
      names.map((name) => ({
        name,
        facts: { id: name, name, contextWindow: 8_192, ...facts[name] },
      })),
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
    assert.equal(first, 'openai/model-00 answers here. Pick a model:');
    assert.deepEqual(lines.slice(0, 2), ['- ✓ `openai/model-00` 8k', '- `openai/model-01` 8k']);
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
    assert.deepEqual(
      seen.map((label) => `openai/${label.replace('✓ ', '')}`),
      many,
    );
  });

  test('marks the model that answers', async () => {
    const { context } = createModelContext(many);
    const [current, other] = (await model.run(call(), context)).controls?.flat() ?? [];
    assert.deepEqual([current?.label, current?.style], ['✓ model-00', 'primary']);
    assert.deepEqual([other?.label, other?.style], ['model-01', undefined]);
  });

  test('keeps its filter while people turn pages, also after a restart', async () => {
    const names = [...many, ...many.map((name) => name.replace('openai/model', 'groq/llama'))];
    const { context } = createModelContext(names);
    const reply = await model.run(call('openai/model-'), context);
    const next = reply.controls?.flat().find(({ label }) => label === '▶ 2/3') ?? assert.fail();
    // Only the id is left of the first menu.
    const second = await createModelContext(names).context.models();
    assert.equal(second.length, 40);
    const page = await model.press?.(next.id.slice('model:'.length), press(next.id), context);
    assertShowable(page?.controls);
    assert.deepEqual(
      page?.controls?.flat().map(({ label }) => label),
      [...many.slice(8, 16).map((name) => name.replace('openai/', '')), '◀ 1/3', '▶ 3/3'],
    );
  });

  test('shortens a long filter to a part with the same matches, or asks for more of the name', async () => {
    const stem = `openai/${'a-very-long-name-'.repeat(4)}`;
    const names = [...many, ...Array.from({ length: 12 }, (_, index) => `${stem}${index}`)];
    const { context } = createModelContext(names);
    const reply = await model.run(call(stem.slice(0, -1)), context);
    assertShowable(reply.controls);
    const next = reply.controls?.flat().find(({ label }) => label === '▶ 2/2') ?? assert.fail();
    const page = await model.press?.(next.id.slice('model:'.length), press(next.id), context);
    assert.equal(page?.text.split('\n').filter((line) => line.includes(stem)).length, 4);
  });

  test('offers services first where there are many models of several, and the aliases beside them', async () => {
    const names = ['smart', ...many, 'groq/openai/gpt-oss-120b'];
    const { context, current } = createModelContext(names);
    const reply = await model.run(call(), context);
    assertShowable(reply.controls);
    assert.deepEqual(
      reply.controls?.flat().map(({ label }) => label),
      ['✓ smart', 'openai · 20', 'groq · 1'],
    );
    assert.match(reply.text, /^- openai: 20 models$/m);

    const openai = reply.controls?.flat()[1] ?? assert.fail();
    const page = await model.press?.(openai.id.slice('model:'.length), press(openai.id), context);
    assertShowable(page?.controls);
    assert.equal(page?.text.split('\n')[0], '20 models of openai:');
    const labels = page?.controls?.flat().map(({ label }) => label) ?? [];
    assert.deepEqual(labels.slice(0, 2), ['model-00', 'model-01']);
    assert.deepEqual(labels.slice(-2), ['All services', '▶ 2/3']);

    const first = page?.controls?.flat()[0] ?? assert.fail();
    await model.press?.(first.id.slice('model:'.length), press(first.id), context);
    assert.equal(current(), 'openai/model-00');
  });

  test('says so when no model is chosen, or when there is none', async () => {
    const { context } = createModelContext(['demo/parley']);
    const unchosen = { ...context, currentModel: async () => 'openai' };
    const reply = await model.run(call(), unchosen);
    assert.match(reply.text, /^No model answers here yet/);
    assert.equal(reply.controls?.flat().length, 1);
    assert.match(
      (await model.run(call(), createModelContext([]).context)).text,
      /^I found no model/,
    );
  });

  test('groups the models of several services under their names', async () => {
    const { context } = createModelContext(['openai/a', 'openai/b', 'groq/c']);
    const { text } = await model.run(call(), context);
    assert.deepEqual(text.split('\n').slice(2), [
      '**openai**',
      '- ✓ `openai/a` 8k',
      '- `openai/b` 8k',
      '**groq**',
      '- `groq/c` 8k',
    ]);
  });

  test('takes an exact id of one service, whatever its case', async () => {
    const names = ['openai/gpt-5-mini', 'openai/gpt-5', 'openrouter/openai/gpt-5-nano', 'gpt'];
    for (const [typed, expected] of [
      ['gpt-5', 'openai/gpt-5'],
      ['GPT-5', 'openai/gpt-5'],
      ['OpenAI/GPT-5', 'openai/gpt-5'],
      ['openai/gpt-5-nano', 'openrouter/openai/gpt-5-nano'],
      ['gpt-5-nano', 'openrouter/openai/gpt-5-nano'],
      ['GPT', 'gpt'],
    ] as const) {
      const { context, current } = createModelContext(names);
      await model.run(call(typed), context);
      assert.equal(current(), expected, typed);
    }
  });

  test('says which services have an exact id, and offers only these', async () => {
    const { context, current } = createModelContext([
      'openai/gpt-5-mini',
      'openai/gpt-5',
      'openai_responses/gpt-5',
    ]);
    const reply = await model.run(call('gpt-5'), context);
    assert.match(reply.text, /^Several services have a model “gpt-5”: openai, openai_responses\./);
    assert.equal(reply.controls?.flat().length, 2);
    assert.equal(current(), 'openai/gpt-5-mini');
  });

  test('warns of a model that its service shuts down', async () => {
    const { context } = createModelContext(['openai/gpt-5', 'openai/gpt-6'], {
      'openai/gpt-5': { endsOn: '2026-12-11' },
    });
    const warning = /The service of openai\/gpt-5 shuts it down on December 11, 2026\./;
    const menu = await model.run(call(), context);
    assert.match(menu.text, warning);
    assert.match(menu.text, /- ✓ `openai\/gpt-5` ends on December 11, 2026, 8k/);
    assert.match((await model.run(call('gpt-5'), context)).text, warning);
    assert.doesNotMatch((await model.run(call('gpt-6'), context)).text, /shuts/);
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

  test('completes the typed text: exact ids first, then names that start with it; the current one has a mark', async () => {
    const { context } = createModelContext(['openai/gpt-5', 'gpt/one', 'openai/gpt']);
    const complete = model.options?.[0]?.complete;
    assert.deepEqual(
      (await complete?.('GPT', call(), context))?.map(({ name, value }) => [value, name]),
      [
        ['openai/gpt', 'openai/gpt · 8k'],
        ['gpt/one', 'gpt/one · 8k'],
        ['openai/gpt-5', '✓ openai/gpt-5 · 8k'],
      ],
    );
  });
});
