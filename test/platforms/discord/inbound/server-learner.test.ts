import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { Client } from 'discord.js';
import type { InboundEvent } from '../../../../src/contracts/inbox.ts';
import { silentLog } from '../../../../src/lib/log.ts';
import { createChannelFetcher } from '../../../../src/platforms/discord/inbound/channel-fetcher.ts';
import { listen } from '../../../../src/platforms/discord/inbound/listen.ts';
import { createPersonLocales } from '../../../../src/platforms/discord/inbound/person-locales.ts';
import { createServerNames } from '../../../../src/platforms/discord/inbound/server-names.ts';
import { createThreadParents } from '../../../../src/platforms/discord/inbound/thread-parents.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { rawMessage, server } from '../raw-events.ts';
import { OWN_ID, type ScriptedResponse, startScriptedDiscord } from '../scripted-discord.ts';
import { waitFor } from '../start-bot.ts';

const { threads, channels, members: _, ...home } = server;
const inHome = (given: object) => ({ guild_id: '7', ...given });
const answers = (): Record<string, ScriptedResponse> => ({
  '/guilds/7?with_counts=true': { body: home },
  '/guilds/7/channels': { body: channels.map(inHome) },
  '/guilds/7/threads/active': { body: { threads: threads.map(inHome), members: [] } },
});

/** A client that goes on with a session, so that nobody described the servers to it. */
async function setUp(t: TestContext) {
  const discord = await startScriptedDiscord(t);
  const found = answers();
  discord.respond = ({ path }) =>
    found[path] ?? { status: 403, body: { message: 'Missing Access', code: 50_001 } };
  const client = new Client({ intents: [], rest: { api: discord.apiUrl, retries: 0 } });
  client.rest.setToken('secret-token');
  const clock = createFakeClock();
  const events: InboundEvent[] = [];
  const inbox = {
    accept: async (event: InboundEvent) => void events.push(event),
    complete: async () => [],
  };
  listen(client, {
    inbox,
    channelFetcher: createChannelFetcher(clock),
    parents: createThreadParents({ memory: undefined, name: 'discord', clock, log: silentLog }),
    names: createServerNames(clock),
    locales: createPersonLocales(clock),
    menuCommands: new Map(),
    clock,
    log: silentLog,
    stopped: new AbortController().signal,
    ownId: () => OWN_ID,
    onCompletion: async () => {},
  });
  const send = (name: string, data: object) => client.ws.emit(name as 'RESUMED', data as never, 0);
  return { discord, client, clock, events, found, send };
}

const message = { ...rawMessage, guild_id: '7', member: { roles: ['66'] } };

describe('a client that goes on with the session of another process', () => {
  test('fetches a server once, and reads its threads, roles and names as ever', async (t) => {
    const { discord, events, send } = await setUp(t);
    send('MESSAGE_CREATE', { ...message, id: '1', channel_id: '11' });
    send('MESSAGE_CREATE', { ...message, id: '2', channel_id: '11' });
    send('MESSAGE_CREATE', { ...message, id: '3', content: '<@&67> hi', channel_id: '10' });
    await waitFor(() => events.length === 3, 'not all read');
    const read = events.map((event) => {
      assert.ok(event.kind === 'message');
      const { id, channel, author, addressed } = event.message;
      return { id, channel, isAdmin: author.isServerAdmin, addressed };
    });
    const inServer = { platform: 'discord', server: '7', serverName: 'Home' };
    const thread = {
      ...inServer,
      id: '11',
      name: 'side',
      kind: 'thread',
      parentId: '10',
      parentName: 'general',
    };
    const general = { ...inServer, id: '10', name: 'general', kind: 'group' };
    assert.deepEqual(
      read.toSorted((a, b) => Number(a.id) - Number(b.id)),
      [
        { id: '1', channel: thread, isAdmin: true, addressed: 'thread' },
        { id: '2', channel: thread, isAdmin: true, addressed: 'thread' },
        { id: '3', channel: general, isAdmin: true, addressed: 'mention' },
      ],
    );
    assert.equal(discord.requests.length, 3);
  });

  test('delivers a message whose server is not found, or not in time', async (t) => {
    const { discord, events, found, clock, send } = await setUp(t);
    send('MESSAGE_CREATE', { ...message, guild_id: '8', channel_id: '20' });
    await waitFor(() => events.length === 1, 'not read');
    const never = Promise.withResolvers<ScriptedResponse>();
    t.after(() => never.resolve({ status: 404 }));
    discord.respond = ({ path }) => (path.startsWith('/guilds/7') ? never.promise : found[path]);
    send('MESSAGE_CREATE', { ...message, channel_id: '11' });
    await waitFor(
      () => discord.requests.some(({ path }) => path.startsWith('/guilds/7')),
      'not asked',
    );
    await clock.advance(5_000);
    await waitFor(() => events.length === 2, 'not read');
  });

  test('greets in a server that the bot has just joined, and not after an outage', async (t) => {
    const { client, clock, events, send } = await setUp(t);
    const greeted = (id: string, joinedAt: number) => {
      const guild = Object(client.guilds)._add({
        ...server,
        id,
        roles: server.roles.map((role) => (role.id === '7' ? { ...role, id } : role)),
        channels: [{ ...server.channels[0], id: `${id}0` }],
        threads: [],
        system_channel_id: `${id}0`,
        joined_at: new Date(joinedAt).toISOString(),
      });
      client.emit('guildCreate', guild);
    };
    client.user = Object({ id: OWN_ID });
    greeted('20', clock.now() - 2 * 60 * 60_000);
    greeted('21', clock.now() - 60_000);
    await waitFor(() => events.length === 1, 'no greeting');
    assert.ok(events[0]?.kind === 'added' && events[0].channel.server === '21');
    send('READY', {});
    greeted('22', clock.now() - 2 * 60 * 60_000);
    await waitFor(() => events.length === 2, 'no greeting');
  });
});
