import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { ConnectionMemory } from '../../../../src/contracts/platform.ts';
import { createFleetOfOne } from '../../../../src/fleet/fleet-of-one.ts';
import { chatKey } from '../../../../src/lib/chat-key.ts';
import { createMemoryAdapter } from '../../../../src/store/memory-adapter.ts';
import { createStore } from '../../../../src/store/store.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { rawMessage, server } from '../raw-events.ts';
import { startScriptedDiscord } from '../scripted-discord.ts';
import { createBot, waitFor } from '../start-bot.ts';

/** What processes on one store share, in a fleet of so many members. */
function createMemory(members: number) {
  const clock = createFakeClock();
  const adapter = createMemoryAdapter({ clock });
  const store = createStore({ adapter, clock });
  const fleet = createFleetOfOne({ version: '1.0.0', now: 0 });
  const memory: ConnectionMemory = {
    store,
    fleet: { ...fleet, members: () => Array.from({ length: members }, () => fleet.self) },
  };
  const keys = async () => (await store.findKeys('connection:discord:parent:')).toSorted();
  return { memory, store, keys };
}

const inThread = { ...rawMessage, content: '<@900> hi', guild_id: '7', member: { roles: [] } };
const missingAccess = { status: 403, body: { message: 'Missing Access', code: 50_001 } };
const interaction = {
  id: '3',
  token: 'tok',
  guild_id: '7',
  member: { user: { id: '5', username: 'ada' }, roles: [], permissions: '0' },
};
const used = { ...interaction, type: 2, data: { name: 'ask' } };

/** A bot whose gateway told it of no thread, and that may see none. */
async function setUp(t: TestContext, memory?: ConnectionMemory) {
  const discord = await startScriptedDiscord(t);
  discord.guilds = [{ ...server, threads: [] }];
  discord.respond = ({ method, path }) =>
    method === 'GET' && path.startsWith('/channels/') ? missingAccess : undefined;
  const bot = createBot(t, discord, memory ? { memory } : {});
  await bot.start();
  return { discord, bot };
}

describe('the channel of a thread', () => {
  test('is kept once by a process that knows it, for one that does not', async (t) => {
    const { memory, store, keys } = createMemory(2);
    const discord = await startScriptedDiscord(t);
    const ofOthers = { ...server.threads[0], id: '12', owner_id: '5' };
    discord.guilds = [{ ...server, threads: [...server.threads, ofOthers] }];
    const bot = createBot(t, discord, { memory });
    await bot.start();
    let writes = 0;
    const { write } = store;
    Object.assign(store, {
      write(...args: Parameters<typeof write>) {
        writes += 1;
        return write(...args);
      },
    });
    for (const id of ['1', '2']) {
      discord.sendEvent('MESSAGE_CREATE', { ...inThread, id, channel_id: '11' });
    }
    discord.sendEvent('MESSAGE_CREATE', { ...inThread, id: '3', channel_id: '10' });
    // A thread of other people.
    discord.sendEvent('MESSAGE_CREATE', { ...inThread, id: '4', channel_id: '12', content: 'hi' });
    await waitFor(() => bot.events.length === 4, 'not all read');
    await waitFor(() => writes === 1, 'not written');
    assert.deepEqual(await keys(), ['connection:discord:parent:11']);
    assert.equal(writes, 1);

    // Each kind of event in a thread that this process does not know, and that Discord does not show.
    const other = await setUp(t, memory);
    const place = { guild_id: '7', channel_id: '11' };
    other.discord.sendEvent('MESSAGE_CREATE', { ...inThread, ...place });
    const edit = { edited_timestamp: '2026-11-21T10:01:00Z' };
    other.discord.sendEvent('MESSAGE_UPDATE', { ...inThread, ...place, ...edit });
    other.discord.sendEvent('MESSAGE_DELETE', { ...place, id: '1' });
    other.discord.sendEvent('MESSAGE_DELETE_BULK', { ...place, ids: ['2'] });
    other.discord.sendEvent('INTERACTION_CREATE', { ...used, ...place });
    other.discord.sendEvent('INTERACTION_CREATE', {
      ...interaction,
      ...place,
      id: '4',
      type: 3,
      data: { component_type: 2, custom_id: 'stop' },
      message: { id: '55' },
    });
    other.discord.sendEvent('INTERACTION_CREATE', {
      ...interaction,
      ...place,
      id: '5',
      type: 5,
      data: { custom_id: 'persona:sent', components: [] },
    });
    await waitFor(() => other.bot.events.length === 7, 'not all read');
    const chats = other.bot.events.map((event) => {
      const channel = 'address' in event ? event.address.channel : undefined;
      const place = channel ?? ('channel' in event ? event.channel : undefined);
      return [event.kind, place && chatKey(place)];
    });
    assert.deepEqual(
      chats,
      ['message', 'edited', 'deleted', 'deleted', 'command', 'button', 'form'].map((kind) => [
        kind,
        'discord:10',
      ]),
    );
  });

  test('is in a command that names its thread, although the bot may not see it', async (t) => {
    const { discord, bot } = await setUp(t);
    const channel = { id: '77', type: 12, parent_id: '10', name: 'private' };
    const message = { ...rawMessage, id: '9', channel_id: '77' };
    const data = { name: 'ask', target_id: '9', resolved: { messages: { 9: message } } };
    discord.sendEvent('INTERACTION_CREATE', { ...used, channel_id: '77', channel, data });
    const { call, address } = await bot.waitForEvent('command');
    assert.ok(typeof call.target === 'object');
    const places = [call.channel, address.channel, call.target.channel];
    assert.deepEqual(new Set(places.map(chatKey)), new Set(['discord:10']));
    assert.ok(discord.requests.every(({ path }) => !path.startsWith('/channels/77')));
  });

  test('is looked up for a command whose server does not tell it', async (t) => {
    const { discord, bot } = await setUp(t);
    const thread = { id: '40', type: 11, guild_id: '7', parent_id: '10', thread_metadata: {} };
    discord.respond = ({ path }) => (path === '/channels/40' ? { body: thread } : undefined);
    discord.sendEvent('INTERACTION_CREATE', { ...used, channel_id: '40' });
    const { address } = await bot.waitForEvent('command');
    assert.equal(chatKey(address.channel), 'discord:10');
  });

  test('delays no command for long, and no event is lost where nobody knows it', async (t) => {
    const { discord, bot } = await setUp(t, createMemory(2).memory);
    const { promise: never } = Promise.withResolvers<never>();
    discord.respond = ({ path }) => (path.startsWith('/channels/') ? never : undefined);
    const { pending } = bot.clock;
    discord.sendEvent('INTERACTION_CREATE', { ...used, channel_id: '40' });
    await waitFor(() => bot.clock.pending > pending, 'no look-up');
    await bot.clock.advance(1_000);
    const { address } = await bot.waitForEvent('command');
    assert.equal(chatKey(address.channel), 'discord:40');
  });

  test('is not written by a process that is alone', async (t) => {
    const { memory, keys } = createMemory(1);
    const discord = await startScriptedDiscord(t);
    discord.guilds = [server];
    const bot = createBot(t, discord, { memory });
    await bot.start();
    discord.sendEvent('MESSAGE_CREATE', { ...inThread, channel_id: '11' });
    await bot.waitForEvent('message');
    assert.deepEqual(await keys(), []);
  });
});
