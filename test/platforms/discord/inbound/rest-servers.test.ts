import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Client } from 'discord.js';
import { DiscordError } from '../../../../src/platforms/discord/connection/discord-error.ts';
import type { RestCalls } from '../../../../src/platforms/discord/connection/rest-calls.ts';
import { createGatewayServers } from '../../../../src/platforms/discord/inbound/gateway-servers.ts';
import { createGuildCache } from '../../../../src/platforms/discord/inbound/guild-cache.ts';
import { createRestServers } from '../../../../src/platforms/discord/inbound/rest-servers.ts';
import type { ServerSource } from '../../../../src/platforms/discord/inbound/server-source.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { permissions, server } from '../raw-events.ts';

const READS = 1024 | 65_536;
const overwrite = (id: string, allow: number, deny: number) => ({
  id,
  type: 0,
  allow: String(allow),
  deny: String(deny),
});
const channel = { type: 0, guild_id: '7', permission_overwrites: [] as unknown[] };
const hiddenFromAll = overwrite('7', 0, 1024);
const channels = [
  { ...channel, id: '10', name: 'general', parent_id: '90' },
  {
    ...channel,
    id: '20',
    name: 'staff',
    permission_overwrites: [hiddenFromAll, overwrite('66', 1024, 0)],
  },
  {
    ...channel,
    id: '30',
    name: 'one',
    permission_overwrites: [hiddenFromAll, overwrite('5', 1024, 0)],
  },
  { ...channel, id: '40', name: 'muted', permission_overwrites: [overwrite('66', 0, 65_536)] },
  { ...channel, id: '90', name: 'a category', type: 4 },
];
const thread = { type: 11, guild_id: '7', owner_id: '900', thread_metadata: {} };
const threads = [
  { ...thread, id: '11', name: 'open thread', parent_id: '10' },
  { ...thread, id: '21', name: 'staff thread', parent_id: '20' },
  { ...thread, id: '12', name: 'private thread', type: 12, parent_id: '10' },
];
const home = {
  ...server,
  features: ['COMMUNITY'],
  preferred_locale: 'de',
  roles: [
    { id: '7', name: '@everyone', ...permissions(READS) },
    { id: '66', name: 'staff', ...permissions(8192) },
    { id: '67', name: 'Parley', ...permissions(0), managed: true, tags: { bot_id: '900' } },
    { id: '68', name: 'boss', ...permissions(8) },
    { id: '69', name: 'manager', ...permissions(0x20) },
  ],
};

/** An API that answers these routes, and refuses all others. */
function setUp(answers: Readonly<Record<string, unknown>>) {
  const clock = createFakeClock();
  const asked: string[] = [];
  const calls = {
    async send(_method: string, route: string) {
      asked.push(route);
      const answer = answers[route];
      if (answer === undefined)
        throw new DiscordError('Discord refused.', { kind: 'forbidden', code: 50_001 });
      return answer;
    },
    isPaused: () => false,
  } as RestCalls;
  return { clock, asked, servers: createRestServers({ calls, clock }) };
}

// https://discord.com/developers/docs/resources/guild#get-guild-channels: it does not include threads.
const everything = (): Record<string, unknown> => ({
  '/guilds/7': home,
  '/guilds/7/channels': channels,
  ...Object.fromEntries([...channels, ...threads].map((each) => [`/channels/${each.id}`, each])),
});
const nobody = { find: () => undefined };
const factsOf = (source: ServerSource) =>
  createGuildCache(source, '900', { names: nobody, locales: nobody });
const withoutFunctions = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));
const anybody = { serverId: '7', userId: '5', roleIds: [] };

describe('servers and channels without a gateway', () => {
  test('are known, and readable, as the gateway would make them', async () => {
    const { servers, asked } = setUp(everything());
    const client = new Client({ intents: [] });
    // As discord.js does with GUILD_CREATE.
    Object(client.guilds)._add({ ...home, channels, threads });
    const [rest, gateway] = [factsOf(servers), factsOf(createGatewayServers(client))];
    const ids = [...channels, ...threads].map(({ id }) => id);
    for (const id of ids) await servers.learn(id);
    assert.equal(asked.length, 1 + 2 + threads.length);

    const people = ['5', '6', '8'].flatMap((userId) =>
      [[], ['66'], ['68'], ['69'], ['66', '69'], ['404']].map((roleIds) => ({
        serverId: '7',
        userId,
        roleIds,
      })),
    );
    let readable = 0;
    for (const id of [...ids, '404']) {
      assert.deepEqual(
        withoutFunctions(rest.channel(id)),
        withoutFunctions(gateway.channel(id)),
        id,
      );
      for (const person of [...people, { ...anybody, serverId: '8' }]) {
        const may = rest.canRead(id, person);
        readable += Number(may);
        assert.equal(may, gateway.canRead(id, person), `${id} ${JSON.stringify(person)}`);
        assert.equal(rest.canModerate(id, person), gateway.canModerate(id, person));
      }
    }
    assert.ok(readable > 20 && readable < 150, String(readable));
    for (const { userId, roleIds } of people) {
      const args = ['7', userId, roleIds] as const;
      assert.equal(rest.managesServer(...args), gateway.managesServer(...args));
    }
    const facts = ({ serverName, roleName, ownRoleId, locale }: typeof rest) => [
      serverName('7'),
      roleName('7', '66'),
      ownRoleId('7'),
      locale('5', '7'),
      serverName('8'),
    ];
    assert.deepEqual(facts(rest), ['Home', 'staff', '67', 'de', undefined]);
    assert.deepEqual(facts(rest), facts(gateway));
  });

  test('let nobody read where the network does not say who may', async () => {
    const { '/guilds/7': _, ...withoutServer } = everything();
    const { '/channels/20': __, '/guilds/7/channels': ___, ...withoutParent } = everything();
    const damaged = [{ id: '66', allow: '1024' }];
    const broken = { ...channels[0], permission_overwrites: damaged };
    const boss = { ...anybody, roleIds: ['66'] };
    for (const [answers, channelId] of [
      [{}, '10'],
      [withoutServer, '10'],
      [withoutParent, '21'],
      [{ ...everything(), '/channels/10': broken, '/guilds/7/channels': [broken] }, '10'],
    ] as const) {
      const { servers } = setUp(answers);
      await servers.learn(channelId);
      assert.equal(factsOf(servers).canRead(channelId, boss), false);
    }
  });

  test('are asked for once in some minutes, and a right that was taken then counts', async () => {
    const answers = everything();
    const { servers, clock, asked } = setUp(answers);
    await Promise.all([servers.learn('11'), servers.learn('11'), servers.learn('10')]);
    const count = asked.length;
    assert.deepEqual(new Set(asked).size, count);
    await servers.learn('11');
    assert.equal(asked.length, count);
    assert.equal(factsOf(servers).canRead('11', anybody), true);

    answers['/guilds/7/channels'] = [{ ...channels[0], permission_overwrites: [hiddenFromAll] }];
    await clock.advance(3 * 60_000 + 1);
    await servers.learn('11');
    assert.equal(factsOf(servers).canRead('11', anybody), false);
  });

  // Discord bans an address for 10,000 refused requests in 10 minutes:
  // https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
  test('cost few refused requests', async () => {
    const { servers, clock, asked } = setUp({});
    for (let id = 100; id < 200; id += 1) await servers.learn(String(id));
    assert.equal(asked.length, 20);
    await clock.advance(60_000);
    await servers.learn('1');
    assert.equal(asked.length, 21);
  });
});
