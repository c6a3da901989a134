import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { ScopeRules } from '../../src/contracts/settings.ts';
import { StoreError } from '../../src/errors.ts';
import { createSettings } from '../../src/settings/settings.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';
import { createRouting } from '../helpers/routing.ts';
import { createSharedStore } from '../helpers/shared-store.ts';

const room: Channel = { platform: 'discord', id: '2', kind: 'group', server: '1' };
const thread: Channel = { ...room, id: '3', kind: 'thread', parentId: '2' };
const personas = new Map([['clerk', { name: 'clerk', instructions: 'Be dry.', model: 'p/dry' }]]);

interface Options {
  readonly scopes?: Record<string, ScopeRules>;
  readonly variables?: ScopeRules;
}

/** Each start reads the same store. */
function setUp({ scopes = {}, variables = {} }: Options = {}) {
  const clock = createFakeClock();
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const log = createRecordingLog();
  const routing = createRouting({ personas, scopes: new Map(Object.entries(scopes)) });
  const start = () => createSettings({ store, clock, log, variables, routing: () => routing });
  return { store, clock, log, start };
}

const choose = (rules: ScopeRules) => () => rules;

describe('createSettings', () => {
  test('lays what people chose over the same scope of the operator, and below a narrower one', async () => {
    const { start } = setUp({
      variables: { timeZone: 'UTC', model: 'p/variable' },
      scopes: { 'discord:1': { model: 'p/server' }, 'discord:3': { model: 'p/thread' } },
    });
    const settings = await start();
    assert.equal(settings.of(room).model, 'p/server');
    await settings.choose('discord:1', choose({ model: 'p/chosen' }));
    assert.equal(settings.of(room).model, 'p/chosen');
    assert.equal(settings.of(thread).model, 'p/thread');
  });

  test('gives one of several bots what people chose with it, and what holds for its network', async () => {
    const { start } = setUp({ scopes: { 'discord:1': { historyDays: 3 } } });
    const settings = await start();
    const forMemes: Channel = { ...room, platform: 'discord@memes' };
    await settings.choose('discord:2', choose({ persona: 'clerk' }));
    await settings.choose('discord', choose({ language: 'de' }));
    await settings.choose('discord@memes:2', choose({ model: 'p/memes' }));
    const { persona, language, model, historyDays } = settings.of(forMemes);
    assert.deepEqual([persona, language, model, historyDays], [undefined, 'de', 'p/memes', 3]);
    assert.deepEqual([settings.of(room).persona, settings.of(room).model], ['clerk', 'p/dry']);
  });

  test('keeps a persona of each channel over a restart', async () => {
    const { start } = setUp();
    const first = await start();
    await first.choose('discord:2', choose({ persona: 'clerk' }));
    await first.choose('discord:9', choose({ instructions: 'Joke.' }));

    const second = await start();
    assert.equal(second.of(thread).instructions, 'Be dry.');
    assert.equal(second.of({ ...room, id: '9' }).instructions, 'Joke.');
    assert.deepEqual(second.chosen('discord:2'), { persona: 'clerk' });
  });

  test('logs which personas that people chose are gone, once for each edit of the file', async () => {
    const { store, clock, log } = setUp();
    let routing = createRouting({ personas });
    const variables = {};
    const settings = await createSettings({ store, clock, log, variables, routing: () => routing });
    await settings.choose('discord:2', choose({ persona: 'clerk' }));
    settings.of(thread);
    assert.deepEqual(log.lines, []);
    routing = createRouting();
    for (const channel of [room, thread]) assert.equal(settings.of(channel).persona, undefined);
    assert.equal(log.lines.length, 1);
    assert.match(log.lines[0] ?? '', /people chose personas.*clerk/);
  });

  test('opens without the choices of earlier versions that cannot be read, and takes them over later', async () => {
    const { store, clock, log } = setUp();
    const damage = new StoreError('in part', { kind: 'damaged' });
    let readOldChoices = async (): Promise<ReadonlyMap<string, { model: string }>> => {
      throw damage;
    };
    const parts = { store, clock, log, variables: {}, routing: () => createRouting() };
    const first = await createSettings({ ...parts, readOldChoices });
    assert.deepEqual(first.chosen('discord:2'), {});
    assert.match(log.lines[0] ?? '', /earlier versions are not read.*in part/);

    readOldChoices = async () => new Map([['discord:2', { model: 'p/old' }]]);
    const second = await createSettings({ ...parts, readOldChoices });
    assert.deepEqual(second.chosen('discord:2'), { model: 'p/old' });
  });

  test('loses none of the changes that people make at the same time', async () => {
    const { start } = setUp();
    const settings = await start();
    await Promise.all([
      settings.choose('bot', (rules) => ({ ...rules, model: 'p/m' })),
      settings.choose('bot', (rules) => ({ ...rules, opensThreads: true })),
      settings.choose('bot', (rules) => ({ ...rules, timeZone: 'Asia/Tokyo' })),
    ]);
    const all = { model: 'p/m', opensThreads: true, timeZone: 'Asia/Tokyo' };
    assert.deepEqual(settings.chosen('bot'), all);
    assert.deepEqual((await start()).chosen('bot'), all);
  });

  test('stores nothing for a scope where people choose nothing any longer', async () => {
    const { start, store } = setUp();
    const settings = await start();
    await settings.choose('bot', choose({ model: 'p/m' }));
    await settings.choose('bot', choose({}));
    assert.equal(await store.get('settings:bot'), undefined);
    assert.deepEqual(settings.chosen('bot'), {});
  });

  test('keeps in memory what was in force when a choice cannot be stored', async () => {
    const { start, store, clock } = setUp();
    const settings = await createSettings({
      store: { ...store, swap: () => Promise.reject(new Error('full')) },
      clock,
      log: createRecordingLog(),
      variables: {},
      routing: () => createRouting(),
    });
    await assert.rejects(settings.choose('bot', choose({ model: 'p/m' })), /full/);
    assert.deepEqual(settings.chosen('bot'), {});
    assert.deepEqual((await start()).chosen('bot'), {});
  });

  test('leaves out a stored choice that cannot be read, and only a wrong part of another', async () => {
    const { start, store, log } = setUp();
    await store.write([
      { key: 'settings:discord:2', value: { rules: 5, format: 1 } },
      { key: 'settings:discord:3', value: { rules: { model: 'p/m', isRich: 'yes' }, format: 1 } },
    ]);
    const settings = await start();
    assert.deepEqual(settings.chosen('discord:2'), {});
    assert.deepEqual(settings.chosen('discord:3'), { model: 'p/m' });
    assert.equal(log.lines.length, 1);
    assert.match(log.lines[0] ?? '', /cannot be read.*discord:2.*rules is wrong/);
  });

  test('refuses a choice beyond 10,000 places, and still changes and clears those that exist', async () => {
    const { start, store } = setUp();
    const value = { rules: { opensThreads: true }, format: 1 };
    const keys = Array.from({ length: 10_001 }, (_, index) => `settings:discord:${index}`);
    await store.write(keys.map((key) => ({ key, value })));
    const settings = await start();
    await assert.rejects(settings.choose('telegram', choose({ model: 'p/m' })), /10,000 places/);
    await settings.choose('discord:7', choose({ model: 'p/m' }));
    assert.deepEqual(settings.chosen('discord:7'), { model: 'p/m' });
    await settings.move({ ...room, id: '8' }, { ...room, id: '-8' });
    assert.equal(settings.chosen('discord:-8').opensThreads, true);
    await settings.choose('discord:7', choose({}));
    assert.deepEqual(settings.chosen('discord:7'), {});
  });

  test('finds the choices and the rules of a group under its new id, also after a restart', async () => {
    const group: Channel = { platform: 'telegram', id: '-5', kind: 'group' };
    const { start, store } = setUp({ scopes: { 'telegram:-5': { timeZone: 'Asia/Tokyo' } } });
    const settings = await start();
    await settings.choose('telegram:-5', choose({ persona: 'clerk' }));
    const moved = { ...group, id: '-1005' };
    await settings.move(group, moved);
    for (const each of [settings, await start()]) {
      const { persona, timeZone } = each.of(moved);
      assert.deepEqual([persona, timeZone], ['clerk', 'Asia/Tokyo']);
    }
    assert.equal(await store.get('settings:telegram:-5'), undefined);
  });

  test('takes over the choices of earlier versions once', async () => {
    const { start, store, clock } = setUp();
    const parts = {
      clock,
      store,
      log: createRecordingLog(),
      variables: {},
      routing: () => createRouting(),
    };
    const old = new Map([
      ['discord:2', { model: 'p/old', style: { rich: true } }],
      ['discord:9', { style: {} }],
    ]);
    const first = await createSettings({ ...parts, readOldChoices: async () => old });
    assert.deepEqual(first.chosen('discord:2'), { model: 'p/old', isRich: true });
    assert.deepEqual(first.chosen('discord:9'), {});
    await first.choose('discord:2', choose({ model: 'p/new' }));

    const readOldChoices = () => assert.fail('the old choices are read once');
    const second = await createSettings({ ...parts, readOldChoices });
    assert.equal(second.of(thread).model, 'p/new');
    assert.equal((await start()).of(thread).model, 'p/new');
  });

  test('tells where each setting comes from', async () => {
    const { start } = setUp({
      variables: { historyDays: 7 },
      scopes: { 'discord:1': { persona: 'clerk', timeZone: 'Asia/Tokyo' } },
    });
    const settings = await start();
    const parameters = { temperature: 0.5 };
    await settings.choose('discord:2', choose({ opensThreads: true, parameters }));
    const origins = settings.explain(thread);
    const originOf = (name: string) => origins.find((origin) => origin.name === name);
    const ofServer = { scope: 'discord:1', by: 'operator' };
    assert.deepEqual(originOf('persona'), { name: 'persona', ...ofServer });
    assert.deepEqual(originOf('model'), { name: 'model', ...ofServer });
    assert.deepEqual(originOf('opensThreads'), {
      name: 'opensThreads',
      scope: 'discord:2',
      by: 'people',
    });
    assert.deepEqual(originOf('historyDays'), { name: 'historyDays', by: 'operator' });
    assert.deepEqual(originOf('footer'), { name: 'footer', by: 'default' });
    assert.deepEqual(
      origins.filter(({ name }) => name === 'parameters'),
      [{ name: 'parameters', parameter: 'temperature', scope: 'discord:2', by: 'people' }],
    );
    assert.equal(origins[0]?.name, 'model');
  });

  describe('of two processes on one store', () => {
    async function startTwo() {
      const clock = createFakeClock();
      const shared = createSharedStore(clock);
      const log = createRecordingLog();
      const start = () =>
        createSettings({
          ...{ store: shared.open(), clock, log, variables: {} },
          routing: () => createRouting(),
        });
      return { shared, clock, first: await start(), second: await start() };
    }

    test('what people choose in one counts in the other', async () => {
      const { clock, first, second } = await startTwo();
      await first.choose('discord:2', choose({ model: 'p/m' }));
      await clock.advance(0);
      assert.equal(second.of(room).model, 'p/m');
      await second.choose('discord:2', choose({}));
      await clock.advance(0);
      assert.deepEqual(first.chosen('discord:2'), {});
    });

    test('two choices for one place at the same moment both stay', async () => {
      const { shared, clock, first, second } = await startTwo();
      shared.delay();
      await Promise.all([
        first.choose('discord:2', (rules) => ({ ...rules, model: 'p/m' })),
        second.choose('discord:2', (rules) => ({ ...rules, historyDays: 3 })),
      ]);
      // Nobody has heard of the other one so far.
      await first.choose('discord:2', (rules) => ({ ...rules, isRich: false }));
      shared.deliver();
      await clock.advance(0);
      const all = { model: 'p/m', historyDays: 3, isRich: false };
      assert.deepEqual(first.chosen('discord:2'), all);
      assert.deepEqual(second.chosen('discord:2'), all);
    });

    test('a chat that moves takes its choices along in both', async () => {
      const { clock, first, second } = await startTwo();
      await first.choose('discord:2', choose({ model: 'p/m' }));
      await second.move(room, { ...room, id: '20' });
      await clock.advance(0);
      assert.deepEqual(first.chosen('discord:20'), { model: 'p/m' });
      assert.deepEqual(first.chosen('discord:2'), {});
    });
  });
});
