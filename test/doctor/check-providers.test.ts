import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Provider } from '../../src/contracts/provider.ts';
import { checkProviders } from '../../src/doctor/check-providers.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createScriptedProvider, end, fault } from '../helpers/scripted-provider.ts';

const check = (providers: readonly Provider[], defaultModel?: string, clock = createFakeClock()) =>
  checkProviders({ providers, defaultModel, clock });
/** Without those about the configuration, which another test checks. */
const states = async (rows: ReturnType<typeof check>) =>
  (await rows)
    .filter(({ part }) => part !== 'models')
    .map(({ part, state, subject }) => `${part} ${subject}: ${state}`);

describe('checkProviders', () => {
  test('lists the models, and asks the first model or the one of DEFAULT_MODEL', async () => {
    const [first, second] = [
      createScriptedProvider('openai', 'a', 'b'),
      createScriptedProvider('groq', 'c', 'd'),
    ];
    const rows = await check([first, second], 'groq/d');
    assert.deepEqual(await states(Promise.resolve(rows)), [
      'openai models: good',
      'openai answer: good',
      'groq models: good',
      'groq answer: good',
    ]);
    assert.deepEqual([first.requestedModels, second.requestedModels], [['a'], ['d']]);
    assert.match(rows[0]?.result ?? '', /2/);
    assert.match(rows[3]?.result ?? '', /^d began/);
  });

  test('asks the next listed model when the first one cannot chat, but only the one of DEFAULT_MODEL', async () => {
    const provider = createScriptedProvider('openai', 'painter', 'talker');
    provider.script = [[fault('not_found')]];
    assert.deepEqual(await states(check([provider])), [
      'openai models: good',
      'openai answer: good',
    ]);
    provider.script = [[fault('not_found')]];
    assert.deepEqual(await states(check([provider], 'painter')), [
      'openai models: good',
      'openai answer: bad',
    ]);
    assert.deepEqual(provider.requestedModels, ['painter', 'talker', 'painter']);
  });

  test('finds a provider good that answers without a list, and asks nothing without a known model', async () => {
    const provider = createScriptedProvider('openai');
    assert.deepEqual(await states(check([provider])), [
      'openai models: good',
      'openai answer: note',
    ]);
    provider.listModels = () => Promise.reject(fault('not_found'));
    assert.deepEqual(await states(check([provider], 'openai/mine')), [
      'openai models: note',
      'openai answer: good',
    ]);
    assert.deepEqual(await states(check([provider])), ['openai models: bad']);
  });

  test('checks every key, and says which key was refused', async () => {
    const [one, two] = [
      createScriptedProvider('openai', 'a'),
      createScriptedProvider('openai', 'a'),
    ];
    two.script = [[fault('payment')]];
    const rows = await check([
      { ...one, keyAlias: 'key 1' },
      { ...two, keyAlias: 'key 2' },
    ]);
    const failed = rows.filter(({ state }) => state === 'bad');
    assert.deepEqual(
      failed.map(({ part }) => part),
      ['openai, key 2'],
    );
    assert.match(failed[0]?.cure ?? '', /key 2.*OPENAI_API_KEYS/);
  });

  test('finds an answer without words bad', async () => {
    const provider = createScriptedProvider('openai', 'a');
    provider.script = [[end]];
    assert.deepEqual(await states(check([provider])), [
      'openai models: good',
      'openai answer: bad',
    ]);
  });

  test('waits 10 s for a list and 30 s for an answer, even if the provider ignores its signal', async () => {
    const clock = createFakeClock();
    const silent: Provider = {
      name: 'openai',
      models: () => new Promise(() => {}),
      async *stream() {
        await new Promise(() => {});
      },
    };
    const rows = check([silent], 'openai/a', clock);
    await clock.advance(10_000);
    await clock.advance(30_000);
    const found = (await rows).map(({ result }) => result);
    assert.match(found[0] ?? '', /list its models within 10 s/);
    assert.match(found[1] ?? '', /answer with one word within 30 s/);
  });

  test('asks the targets of the default alias', async () => {
    const [first, second] = [
      createScriptedProvider('openai', 'a', 'b'),
      createScriptedProvider('groq', 'c', 'd'),
    ];
    const targets = [{ model: 'openai/b' }, { model: 'groq/d' }];
    const aliases = new Map([['smart', { targets, fallbacks: {} }]]);
    const routing = {
      defaultModel: 'smart',
      aliases,
      fallbacks: {},
      models: new Map(),
      scopes: new Map(),
    };
    await checkProviders({
      providers: [first, second],
      defaultModel: undefined,
      routing,
      clock: createFakeClock(),
    });
    assert.deepEqual([first.requestedModels, second.requestedModels], [['b'], ['d']]);
  });

  test('does not ask any provider for the model of one that is not set up', async () => {
    const first = createScriptedProvider('openai', 'a');
    const routing = {
      defaultModel: 'groq/d',
      aliases: new Map(),
      fallbacks: {},
      models: new Map(),
      scopes: new Map(),
    };
    await checkProviders({
      providers: [first],
      defaultModel: undefined,
      routing,
      clock: createFakeClock(),
    });
    assert.deepEqual(first.requestedModels, ['a']);
  });

  test('asks the built-in model only when it is chosen', async () => {
    const demo = createScriptedProvider('demo', 'parley');
    assert.deepEqual(await states(check([demo])), []);
    assert.deepEqual(await states(check([demo], 'demo/parley')), [
      'demo models: good',
      'demo answer: good',
    ]);
  });
});
