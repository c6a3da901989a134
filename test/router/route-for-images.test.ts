import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ModelInfo } from '../../src/contracts/provider.ts';
import type { RouterEvent } from '../../src/contracts/router.ts';
import type { Fallbacks } from '../../src/contracts/routing.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createRouter } from '../../src/router/router.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createScriptedProvider, end, fault, hi } from '../helpers/scripted-provider.ts';

const picture = { mime: 'image/png', bytes: new Uint8Array(1) };

interface Options {
  readonly models?: readonly ModelInfo[];
  readonly fallbacks?: Fallbacks;
  readonly targets?: readonly string[];
}

/** A router with the models `mole`, which is blind, `eyes`, which sees, and `any`, of which nobody knows it. */
async function setUp({ models, fallbacks = {}, targets = ['openai/mole'] }: Options = {}) {
  const provider = createScriptedProvider('openai');
  provider.listModels = async () =>
    models ?? [{ id: 'mole', images: false }, { id: 'eyes', images: true }, { id: 'any' }];
  const alias = { targets: targets.map((model) => ({ model })), fallbacks: {} };
  const router = createRouter({
    providers: [provider],
    routing: () => ({
      aliases: new Map([['smart', alias]]),
      fallbacks,
      models: new Map(),
      scopes: new Map(),
    }),
    imageLimitsOf: (_provider, model) => ({
      maxEdge: model === 'eyes' ? 500 : 1_000,
      maxBytes: 10,
      maxImages: 8,
    }),
    clock: createFakeClock(),
    log: silentLog,
  });
  await router.models();

  async function ask(model: string, images = [picture]): Promise<readonly RouterEvent[]> {
    const messages = [{ role: 'user', text: 'What is it?', images }] as const;
    return Array.fromAsync(router.stream({ model, messages }, new AbortController().signal));
  }
  return { provider, router, ask };
}

function sourceOf(events: readonly RouterEvent[]) {
  const source = events.find(({ type }) => type === 'source');
  assert.ok(source?.type === 'source');
  const { model, replaced, why } = source;
  return [model, replaced, why];
}

const isOmission = ({ type }: RouterEvent) => type === 'images-omitted';

describe('a question with pictures', () => {
  test('goes to the first vision fallback that sees, and its answer says so', async () => {
    const { ask } = await setUp({ fallbacks: { vision: ['openai/mole', 'openai/eyes'] } });
    const events = await ask('openai/mole');
    assert.deepEqual(sourceOf(events), ['eyes', 'openai/mole', 'unseen']);
    assert.ok(!events.some(isOmission));
  });

  test('stays with a model that sees, or of which nobody knows that it does not', async () => {
    const { ask } = await setUp({ fallbacks: { vision: ['openai/eyes'] } });
    for (const model of ['eyes', 'any']) {
      assert.deepEqual(sourceOf(await ask(`openai/${model}`)), [model, undefined, undefined]);
    }
  });

  test('goes to the fallback when a model that nobody describes proves to be blind', async () => {
    const { ask, provider } = await setUp({ fallbacks: { vision: ['openai/eyes'] } });
    provider.script = [[{ type: 'images-omitted' }, hi, end]];
    const events = await ask('openai/any');
    assert.deepEqual(sourceOf(events), ['eyes', 'openai/any', 'unseen']);
    assert.ok(!events.some(isOmission));
  });

  test('goes to the target of an alias that sees', async () => {
    const { ask } = await setUp({ targets: ['openai/mole', 'openai/eyes'] });
    assert.deepEqual(sourceOf(await ask('smart')), ['eyes', undefined, undefined]);
  });

  test('is answered without the pictures where nothing sees them, which an event tells', async () => {
    const { ask } = await setUp();
    const events = await ask('openai/mole');
    assert.deepEqual(sourceOf(events), ['mole', undefined, undefined]);
    assert.ok(events.some(isOmission));
  });

  test('tells the pictures that a later fallback cannot see', async () => {
    const { ask, provider } = await setUp({ fallbacks: { general: ['openai/mole'] } });
    provider.script = [[fault('not_found')]];
    const events = await ask('openai/eyes');
    assert.deepEqual(sourceOf(events), ['mole', 'openai/eyes', 'not_found']);
    assert.ok(events.some(isOmission));
  });

  test('is answered without the pictures where the protocol of the provider has no place for them', async () => {
    const { ask, provider } = await setUp({ fallbacks: { vision: ['openai/eyes'] } });
    Object.assign(provider, { takesImages: false });
    const events = await ask('openai/any');
    assert.deepEqual(sourceOf(events), ['any', undefined, undefined]);
    assert.ok(events.some(isOmission));
  });

  test('without pictures, the requested model answers', async () => {
    const { ask } = await setUp({ fallbacks: { vision: ['openai/eyes'] } });
    assert.deepEqual(sourceOf(await ask('openai/mole', [])), ['mole', undefined, undefined]);
  });
});

describe('the description of a model', () => {
  test('names the fallback that sees for it, and the pictures that one takes', async () => {
    const { router } = await setUp({ fallbacks: { vision: ['openai/eyes'] } });
    const mole = await router.find('openai/mole');
    assert.deepEqual(
      [mole?.images, mole?.visionFallback, mole?.imageLimits?.maxEdge],
      [false, 'openai/eyes', 500],
    );
    const any = await router.find('openai/any');
    assert.deepEqual(
      [any?.images, any?.visionFallback, any?.imageLimits?.maxEdge],
      [undefined, undefined, 1_000],
    );
  });

  test('says of an alias that it sees if any of its targets does', async () => {
    const { router } = await setUp({ targets: ['openai/mole', 'openai/eyes', 'openai/any'] });
    const smart = await router.find('smart');
    assert.deepEqual([smart?.images, smart?.imageLimits?.maxEdge], [true, 500]);
  });
});
