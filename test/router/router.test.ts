import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ModelInfo, ProviderErrorKind, ProviderEvent } from '../../src/contracts/provider.ts';
import type { RouterEvent } from '../../src/contracts/router.ts';
import { ProviderError } from '../../src/errors.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createRouter } from '../../src/router/router.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { answer, createScriptedProvider, end, fault, hi } from '../helpers/scripted-provider.ts';

const usage: ProviderEvent = { type: 'usage', inputTokens: 1, outputTokens: 2 };
const never = new AbortController().signal;

function setUp({ defaultModel }: { defaultModel?: string } = {}) {
  const clock = createFakeClock();
  const openai = createScriptedProvider('openai', 'gpt-x', 'vendor/y');
  const demo = createScriptedProvider('demo', 'parley');
  const router = createRouter({
    providers: [openai, demo],
    defaultModel,
    clock,
    log: silentLog,
    random: () => 0.5,
  });

  /** Gives the events of an answer without its attempts, and at the end the kind of its failure. */
  const ask = async (model = 'openai/gpt-x', signal = never) => {
    const events: (RouterEvent | ProviderErrorKind)[] = [];
    const request = { model, messages: [{ role: 'user', text: '?' }] } as const;
    try {
      for await (const event of router.stream(request, signal)) {
        if (event.type !== 'attempt') events.push(event);
      }
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      events.push(error.kind);
    }
    return events;
  };
  return { clock, openai, demo, router, ask };
}

const source = { type: 'source', provider: 'openai', model: 'gpt-x' } as const;

/** The number of attempts after failures of each kind. */
const attemptsAfter: readonly [kind: ProviderErrorKind, attempts: number][] = [
  ['rate_limit', 2],
  ['overloaded', 2],
  ['server', 2],
  ['connect', 2],
  ['truncated', 2],
  ['empty', 2],
  ['timeout_first', 1],
  ['timeout_idle', 1],
  ['timeout_total', 1],
  ['auth', 1],
  ['permission', 1],
  ['payment', 1],
  ['not_found', 1],
  ['bad_request', 1],
  ['context_length', 1],
  ['content_filter', 1],
  ['too_large', 1],
  ['protocol', 1],
];

test('the router reports each attempt, also of an answer that nobody reads to its end', async () => {
  const { openai, router } = setUp();
  const reported: string[] = [];
  const request = { model: 'openai/gpt-x', messages: [{ role: 'user', text: '?' }] } as const;
  const stream = () =>
    router.stream(request, never, undefined, ({ outcome }) => void reported.push(outcome));

  openai.script = [[fault('timeout_first')]];
  await assert.rejects(async () => {
    for await (const event of stream()) assert.equal(event.type, 'attempt');
  });
  for await (const event of stream()) if (event.type === 'text-delta') break;
  for await (const event of stream()) assert.ok(event);
  assert.deepEqual(reported, ['timeout_first', 'stopped', 'answered']);
});

describe('an answer', () => {
  test('begins with its source', async () => {
    const { ask } = setUp();
    assert.deepEqual(await ask(), [source, hi, end]);
  });

  test('shows nothing before the first content, and then all that was held back', async () => {
    const { ask, openai } = setUp();
    openai.script = [[{ type: 'text-delta', text: '' }, usage, hi, end]];
    assert.deepEqual(await ask(), [source, { type: 'text-delta', text: '' }, usage, hi, end]);
  });

  test('does not hold back an attempt that sends many events without content', async () => {
    const { ask, openai } = setUp();
    openai.script = [[...Array.from({ length: 100 }, () => usage), fault('server')], answer];
    const events = await ask();
    assert.equal(events.length, 102);
    assert.equal(events.at(-1), 'server');
  });

  test('stops waiting for the list of a provider when its signal aborts', async () => {
    const { ask, openai } = setUp();
    openai.listModels = () => new Promise(() => {});
    const stopping = new AbortController();
    const streaming = ask('gpt-x', stopping.signal);
    stopping.abort();
    assert.deepEqual(await streaming, []);
  });

  test('hides retries after a failure that may pass, and makes a limited number of them', async () => {
    for (const [kind, attempts] of attemptsAfter) {
      const { ask, openai, clock } = setUp();
      openai.script = Array.from({ length: 5 }, () => [usage, fault(kind)]);
      const streaming = ask();
      await clock.advance(10_000);
      assert.deepEqual(await streaming, [kind]);
      assert.equal(openai.requestedModels.length, attempts, kind);

      openai.script = [...Array.from({ length: attempts - 1 }, () => [usage, fault(kind)]), answer];
      const second = ask();
      await clock.advance(10_000);
      assert.deepEqual(await second, [source, hi, end], kind);
    }
  });

  test('fails visibly after the first content', async () => {
    const { ask, openai } = setUp();
    openai.script = [[hi, fault('server')]];
    assert.deepEqual(await ask(), [source, hi, 'server']);
    openai.script = [[{ type: 'reasoning-delta', text: 'hm' }, fault('truncated')]];
    assert.deepEqual(await ask(), [source, { type: 'reasoning-delta', text: 'hm' }, 'truncated']);
    assert.equal(openai.requestedModels.length, 2);
  });

  test('waits as long as the back end asks, and fails when that is too long', async () => {
    const { ask, openai, clock } = setUp();
    openai.script = [[fault('rate_limit', 10_000)], answer];
    const streaming = ask();
    await clock.advance(9_999);
    assert.equal(openai.requestedModels.length, 1);
    await clock.advance(1);
    assert.deepEqual(await streaming, [source, hi, end]);

    openai.script = [[fault('rate_limit', 10_001)]];
    assert.deepEqual(await ask(), ['rate_limit']);
  });

  test('ends quietly when its signal aborts, also during a pause', async () => {
    const { ask, openai, clock } = setUp();
    openai.script = [[fault('server')]];
    const stopping = new AbortController();
    const streaming = ask('openai/gpt-x', stopping.signal);
    await clock.advance(10);
    stopping.abort();
    assert.deepEqual(await streaming, []);
    assert.equal(openai.requestedModels.length, 1);
    assert.equal(clock.pending, 0);
  });
});

describe('the catalogue of a router', () => {
  test('says which names exist when a name is unknown', async () => {
    const { router, ask } = setUp();
    assert.equal(await router.find('nobody/nothing'), undefined);
    assert.deepEqual(await ask('nobody/nothing'), ['not_found']);
    const stream = router.stream({ model: 'nobody/nothing', messages: [] }, never);
    await assert.rejects(
      Array.fromAsync(stream),
      /“nobody\/nothing”.*openai\/gpt-x, openai\/vendor\/y, demo\/parley/,
    );
  });

  test('names the models as people type them, with what their provider says', async () => {
    const { router, demo, ask } = setUp();
    assert.deepEqual(
      (await router.models()).map(({ name }) => name),
      ['openai/gpt-x', 'openai/vendor/y', 'demo/parley'],
    );
    assert.deepEqual(await router.find('vendor/y'), {
      id: 'vendor/y',
      contextWindow: 1_000,
      name: 'openai/vendor/y',
    });
    assert.deepEqual(await router.find('openai/new'), { id: 'new', name: 'openai/new' });
    await ask('demo');
    assert.deepEqual(demo.requestedModels, ['parley']);
  });

  test('has the configured default, else the first model of the first provider', async () => {
    const { router } = setUp();
    assert.equal(router.defaultModel, 'openai');
    await router.models();
    assert.equal(router.defaultModel, 'openai/gpt-x');

    const configured = setUp({ defaultModel: 'gpt-new' });
    assert.equal(configured.router.defaultModel, 'gpt-new');
    await configured.router.models();
    assert.equal(configured.router.defaultModel, 'openai/gpt-new');
    await configured.ask('gpt-new');
    assert.deepEqual(configured.openai.requestedModels, ['gpt-new']);
  });

  test('answers with a good model of the service where nobody chose one, and says why', async () => {
    const openai = createScriptedProvider('openai', 'gpt-4-0613', 'good', 'better');
    const demo = createScriptedProvider('demo', 'parley');
    const parts = { clock: createFakeClock(), log: silentLog };
    const providers = [{ ...openai, preferredModels: ['better', 'good'] }, demo];
    const router = createRouter({ ...parts, providers });
    const { defaultModel, answers } = await router.describeStart();
    assert.equal(defaultModel, 'openai/better');
    assert.match(answers, /^openai\/better answers where nobody chose a model/);
    assert.equal(router.defaultModel, 'openai/better');
    assert.equal((await router.models())[0]?.name, 'openai/better');
    await Array.fromAsync(router.stream({ model: 'openai', messages: [] }, never));
    assert.deepEqual(openai.requestedModels, ['better']);
  });

  test('guesses nothing where the service lists no model that chats, and the demo does not step in', async () => {
    const openai = createScriptedProvider('openai');
    const demo = { ...createScriptedProvider('demo', 'parley'), isDemo: true } as const;
    const parts = { clock: createFakeClock(), log: silentLog };
    const router = createRouter({ ...parts, providers: [openai, demo] });
    assert.match((await router.describeStart()).answers, /^No model answers/);
    const asking = Array.fromAsync(
      router.stream({ model: router.defaultModel, messages: [] }, never),
    );
    await assert.rejects(asking, { kind: 'unchosen', message: /DEFAULT_MODEL.*\/model/ });
  });

  test('says what to configure when a provider lists nothing', async () => {
    const { openai, router } = setUp();
    openai.listModels = async () => {
      throw fault('not_found');
    };
    const alone = createRouter({ providers: [openai], clock: createFakeClock(), log: silentLog });
    await assert.rejects(
      Array.fromAsync(alone.stream({ model: 'openai', messages: [] }, never)),
      /DEFAULT_MODEL/,
    );
    assert.equal((await router.models()).length, 3);
  });

  test('refreshes a list after ten minutes, and answers with the old one meanwhile', async () => {
    const { openai, router, clock } = setUp();
    let lists = 0;
    let answering = Promise.withResolvers<readonly ModelInfo[]>();
    openai.listModels = () => {
      lists += 1;
      return answering.promise;
    };
    await router.models();
    assert.equal(lists, 0);
    await clock.advance(10 * 60_000);
    assert.equal((await router.models()).length, 3);
    assert.equal((await router.models()).length, 3);
    assert.equal(lists, 1);
    answering.resolve([{ id: 'new' }]);
    await clock.advance(0);
    assert.deepEqual((await router.models())[0], { id: 'new', name: 'openai/new' });

    answering = Promise.withResolvers();
    await clock.advance(10 * 60_000);
    await router.models();
    answering.reject(fault('server'));
    await clock.advance(0);
    assert.equal((await router.models()).length, 2, 'the old list stays');
    assert.equal(lists, 2);
    answering = Promise.withResolvers();
    await clock.advance(30_000);
    await router.models();
    assert.equal(lists, 3, 'a failed list is refreshed soon');
  });

  test('waits ten seconds for a silent provider, once', async () => {
    const clock = createFakeClock();
    const openai = createScriptedProvider('openai');
    openai.listModels = (signal) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(fault('canceled'))),
      );
    const router = createRouter({
      providers: [openai, createScriptedProvider('demo', 'parley')],
      clock,
      log: silentLog,
    });
    const listing = router.models();
    await clock.advance(9_999);
    assert.equal(await Promise.race([listing, 'still waiting']), 'still waiting');
    await clock.advance(1);
    assert.deepEqual(
      (await listing).map(({ name }) => name),
      ['demo/parley'],
    );
    await clock.advance(60_000);
    assert.equal((await router.models()).length, 1);
  });

  test('waits two seconds for the lists when the default model does not name its provider, and only once', async () => {
    const { clock, askFor } = setUpSilentProvider();
    const first = askFor('gpt-x');
    await clock.advance(1_999);
    assert.equal(await Promise.race([first, 'still waiting']), 'still waiting');
    await clock.advance(1);
    assert.deepEqual(await first, [source, ...answer]);
    assert.deepEqual(await askFor('openai/gpt-x'), [source, ...answer]);
  });

  test('waits half a second after the start, and then no longer, when a question names its provider', async () => {
    const { clock, askFor } = setUpSilentProvider();
    const first = askFor('openai/gpt-x');
    await clock.advance(499);
    assert.equal(await Promise.race([first, 'still waiting']), 'still waiting');
    await clock.advance(1);
    assert.deepEqual(await first, [source, ...answer]);
  });
});

function setUpSilentProvider() {
  const clock = createFakeClock();
  const openai = createScriptedProvider('openai');
  openai.listModels = () => new Promise(() => {});
  const parts = { providers: [openai], defaultModel: 'gpt-x', clock, log: silentLog };
  const router = createRouter(parts);
  const askFor = async (model: string) => {
    const events = await Array.fromAsync(router.stream({ model, messages: [] }, never));
    return events.filter(({ type }) => type !== 'attempt');
  };
  return { clock, askFor };
}
