import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRouting } from '../helpers/routing.ts';
import { fault } from '../helpers/scripted-provider.ts';
import { setUpRouter } from './set-up-router.ts';

const MINUTE_MS = 60_000;
const never = new AbortController().signal;

describe('an alias', () => {
  test('starts with a target by weight, and the others answer when it fails', async () => {
    let drawn = 0;
    const targets = [{ model: 'a/x', weight: 3 }, { model: 'b/x' }, { model: 'c/x', weight: 0 }];
    const { ask, takeRequested, b } = setUpRouter(
      createRouting({ aliases: { cheap: { targets, fallbacks: {} } } }),
      {
        random: () => drawn,
      },
    );
    for (drawn of [0, 0.74, 0.75, 0.99]) await ask('cheap');
    assert.equal(takeRequested(), 'aabb');
    b.script = [[fault('auth')]];
    assert.equal((await ask('cheap')).source?.replaced, undefined);
    assert.equal(takeRequested(), 'ba');
  });

  test('has its own fallbacks instead of the general ones', async () => {
    const smart = { targets: [{ model: 'a/x' }], fallbacks: { general: ['c/x'] } };
    const { ask, a } = setUpRouter(
      createRouting({ aliases: { smart }, fallbacks: { general: ['b/x'] } }),
    );
    a.script = [[fault('auth')]];
    assert.deepEqual((await ask('smart')).source, {
      type: 'source',
      provider: 'c',
      model: 'x',
      replaced: 'smart',
      why: 'auth',
    });
  });

  test('can be a fallback', async () => {
    const { ask, takeRequested, a, b } = setUpRouter(
      createRouting({ aliases: { spare: ['b/x', 'c/x'] }, fallbacks: { general: ['spare'] } }),
    );
    a.script = [[fault('auth')]];
    b.script = [[fault('auth')]];
    assert.equal((await ask('a/x')).source?.why, 'auth');
    assert.equal(takeRequested(), 'abc');
  });

  test('comes first in the list of models, with the smallest context window of its targets', async () => {
    const infos = { a: { contextWindow: 8_000, images: true }, b: { contextWindow: 4_000 } };
    const { router } = setUpRouter(createRouting({ aliases: { smart: ['a/x', 'b/x'] } }), {
      infos,
    });
    const models = await router.models();
    assert.deepEqual(
      models.map(({ name }) => name),
      ['smart', 'a/x', 'b/x', 'c/x'],
    );
    assert.deepEqual(models[0], { id: 'x', name: 'smart', contextWindow: 4_000, images: true });
    assert.deepEqual(await router.find('smart'), models[0]);
  });

  test('is not offered when none of its providers is set up, and the error says so', async () => {
    const { router } = setUpRouter(
      createRouting({ aliases: { smart: ['nobody/x'], mixed: ['nobody/x', 'b/x'] } }),
    );
    assert.equal(await router.find('smart'), undefined);
    assert.equal((await router.models())[0]?.name, 'mixed');
    await assert.rejects(
      Array.fromAsync(router.stream({ model: 'smart', messages: [] }, never)),
      /“smart”.*nobody\/x.*Set the key/,
    );
  });

  test('can be the default model, and an edited routing counts from the next question on', async () => {
    const { router, editRouting } = setUpRouter(
      createRouting({ defaultModel: 'smart', aliases: { smart: ['a/x'] } }),
    );
    assert.equal(router.defaultModel, 'smart');
    editRouting(createRouting({ defaultModel: 'b/x' }));
    assert.equal(router.defaultModel, 'b/x');
    assert.equal(await router.find('smart'), undefined);
  });
});

describe('the name of a model', () => {
  test('leads to no other provider when its provider is not set up', async () => {
    const { ask, takeRequested } = setUpRouter(createRouting({ defaultModel: 'nobody/x' }));
    assert.equal((await ask('nobody/x')).failure, 'not_found');
    assert.equal(takeRequested(), '');
  });
});

describe('the rules of a model', () => {
  test('reach its provider, and the more exact ones win', async () => {
    const models = {
      'a/x': { parameters: { temperature: 0.1 }, contextWindow: 500 },
      '*': { parameters: { temperature: 0.9, topP: 0.5 }, limits: { idleMs: 1_000 } },
      'a/*': { parameters: { topP: 0.7 }, limits: { firstContentMs: 2_000 } },
    };
    const { ask, requests, router } = setUpRouter(createRouting({ models }));
    await ask('a/x');
    await ask('b/x', { parameters: { topP: 1 } });
    assert.deepEqual(requests[0]?.parameters, { temperature: 0.1, topP: 0.7 });
    assert.deepEqual(requests[0]?.limits, {
      idleMs: 1_000,
      firstContentMs: 2_000,
      totalMs: 10 * MINUTE_MS,
    });
    assert.deepEqual(requests[1]?.parameters, { temperature: 0.9, topP: 1 });
    assert.equal((await router.find('a/x'))?.contextWindow, 500);
  });

  test('are moved into the ranges that the model takes', async () => {
    const models = { '*': { parameters: { temperature: 1.5, topK: 40, topP: 0.5 } } };
    const infos = { a: { parameters: { temperature: { max: 1 }, topP: {} } } };
    const { ask, requests } = setUpRouter(createRouting({ models }), { infos });
    await ask('a/x');
    assert.deepEqual(requests[0]?.parameters, { temperature: 1, topP: 0.5 });
  });

  test('replace images by a line of text for a model that cannot see', async () => {
    const images = [{ mime: 'image/png', bytes: Uint8Array.of(1) }];
    const messages = [{ role: 'user', text: 'What is it?', images }] as const;
    const { ask, requests } = setUpRouter(createRouting({ models: { 'b/x': { images: true } } }), {
      infos: { a: { images: false }, b: { images: false } },
    });
    for (const model of ['a/x', 'b/x', 'c/x']) await ask(model, { messages });
    assert.deepEqual(requests[0]?.messages, [
      { role: 'user', text: 'What is it?\n[pictures are here, which you cannot see]' },
    ]);
    assert.deepEqual([requests[1]?.messages, requests[2]?.messages], [messages, messages]);
  });
});
