import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, PlatformError } from '../../../../src/errors.ts';
import { systemClock } from '../../../../src/lib/clock.ts';
import { silentLog } from '../../../../src/lib/log.ts';
import { createDiscord } from '../../../../src/platforms/discord/index.ts';
import { GIVE_UP_MS } from '../../../helpers/give-up-ms.ts';
import { OWN_ID, startScriptedDiscord } from '../scripted-discord.ts';
import { channelAddress, createBot, putOptions, waitFor } from '../start-bot.ts';

const MESSAGE_CONTENT = 1 << 15;
const message = {
  id: '1',
  channel_id: '10',
  content: 'hello',
  author: { id: '5', username: 'ada' },
  timestamp: '2026-11-21T10:00:00Z',
};

const permissions = (bits: number) => ({
  permissions: String(bits),
  position: 0,
  color: 0,
  tags: {},
});
const server = {
  id: '7',
  name: 'Home',
  owner_id: '6',
  system_channel_id: '10',
  roles: [
    { id: '7', name: '@everyone', ...permissions(1024 | 2048) },
    { id: '66', name: 'boss', ...permissions(0x20) },
    { id: '67', name: 'Parley', ...permissions(0), managed: true, tags: { bot_id: OWN_ID } },
  ],
  channels: [{ id: '10', type: 0, name: 'general', permission_overwrites: [] }],
  threads: [
    { id: '11', type: 11, name: 'side', parent_id: '10', owner_id: OWN_ID, thread_metadata: {} },
  ],
  members: [{ user: { id: OWN_ID, username: 'parley', bot: true }, roles: ['67'] }],
};

describe('what has to be set', () => {
  const create = (env: Record<string, string>) =>
    createDiscord({ env, clock: systemClock, log: silentLog, commands: [] });

  test('nothing: there is no Discord', () => {
    assert.equal(create({}), undefined);
    assert.equal(create({ DISCORD_TOKEN: ' ' }), undefined);
  });

  test('an address without a token, and what is no address or no token, is a mistake', () => {
    assert.throws(() => create({ DISCORD_API_URL: 'http://127.0.0.1/api' }), ConfigError);
    assert.throws(
      () => create({ DISCORD_TOKEN: 'x', DISCORD_API_URL: 'discord.com' }),
      ConfigError,
    );
    assert.throws(() => create({ DISCORD_TOKEN: 'two words' }), ConfigError);
  });
});

describe('connecting', () => {
  test('a message that is told arrives, with what the server told before', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.guilds = [server];
    const bot = createBot(t, discord);
    await bot.start();
    discord.tell('MESSAGE_CREATE', {
      ...{
        ...message,
        guild_id: '7',
        channel_id: '11',
        content: '<@&67> hello',
        mention_roles: ['67'],
      },
      member: { roles: ['66'], nick: 'Countess' },
    });
    const { message: read } = await bot.until('message');
    assert.equal(read.addressed, 'mention');
    assert.equal(read.text, 'hello');
    assert.deepEqual(read.channel, {
      platform: 'discord',
      id: '11',
      kind: 'thread',
      server: '7',
      name: 'side',
      parentId: '10',
    });
    assert.deepEqual(read.author, {
      id: '5',
      name: 'Countess',
      isBot: false,
      isServerAdmin: true,
      roles: ['66'],
    });
  });

  test('an API of another version, or beside the address that was given, is found', async (t) => {
    for (const [given, base] of [
      ['/api', '/api/v9'],
      ['/api/', '/api/v10'],
      ['/api/v9', '/api/v9'],
      ['', '/api/v9'],
      ['/', '/v10'],
    ] as const) {
      const discord = await startScriptedDiscord(t, { base });
      const bot = createBot(t, { apiUrl: `http://127.0.0.1:${discord.port}${given}` });
      await bot.start();
      assert.match(discord.gatewayPaths[0] ?? '', base.endsWith('9') ? /v=9/ : /v=10/);
      await bot.platform.surface(channelAddress).put(undefined, { content: 'hi' }, putOptions());
      assert.equal(discord.asked.at(-1)?.path, '/channels/10/messages');
    }
  });

  test('a READY that lacks what discord.js wants is enough', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.ready = { guilds: undefined, application: undefined };
    const bot = createBot(t, discord);
    await bot.start();
    discord.tell('MESSAGE_CREATE', { ...message, guild_id: '7' });
    await bot.until('message');
    assert.deepEqual(
      bot.lines.filter(({ level }) => level === 'error'),
      [],
    );
  });

  test('fields that are null are read as if they were not there', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    const fields = [
      'webhook_id',
      'mentions',
      'mention_roles',
      'attachments',
      'sticker_items',
      'message_snapshots',
      'type',
    ];
    discord.tell('MESSAGE_CREATE', {
      ...message,
      ...Object.fromEntries(fields.map((field) => [field, null])),
      member: null,
    });
    const { message: read } = await bot.until('message');
    assert.deepEqual([read.text, read.author.isBot], ['hello', false]);
  });

  test('a channel that nobody told of is asked for', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.guilds = [server];
    discord.answer = ({ path }) =>
      path === '/channels/12'
        ? {
            body: {
              id: '12',
              type: 11,
              guild_id: '7',
              name: 'old',
              parent_id: '10',
              thread_metadata: {},
            },
          }
        : undefined;
    const bot = createBot(t, discord);
    await bot.start();
    discord.tell('MESSAGE_CREATE', { ...message, guild_id: '7', channel_id: '12' });
    assert.equal((await bot.until('message')).message.channel.name, 'old');
  });

  test('a token that REST refuses is told with its cure', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.answer = () => ({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
    await assert.rejects(createBot(t, discord).start(), (error: Error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /Reset Token/);
      return true;
    });
  });

  test('a token that the gateway refuses is told with its cure', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.refuse = () => 4004;
    await assert.rejects(createBot(t, discord).start(), ConfigError);
    assert.equal(discord.identified.length, 1);
  });

  test('without the Message Content intent it goes on and says what is lost', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.refuse = ({ intents }) => (intents & MESSAGE_CONTENT ? 4014 : undefined);
    const bot = createBot(t, discord);
    await bot.start();
    assert.equal(discord.identified.length, 2);
    assert.ok(
      bot.lines.some((line) => /Message Content Intent" → "Save Changes"/.test(line.message)),
    );
    discord.tell('MESSAGE_CREATE', message);
    await bot.until('message');
  });

  test('an intent that is taken away later is cured too', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    discord.refuse = ({ intents }) => (intents & MESSAGE_CONTENT ? 4014 : undefined);
    discord.hangUp(4014);
    await waitFor(() => discord.identified.length === 2, 'it did not come back');
    discord.tell('MESSAGE_CREATE', message);
    await bot.until('message');
  });

  test('trouble that may pass is tried again', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    discord.answer = () => ({ status: 503, body: {} });
    const started = bot.start();
    await waitFor(
      () => bot.lines.some(({ message: line }) => line.includes('trying again')),
      'not told',
    );
    discord.answer = () => undefined;
    await waitFor(() => bot.clock.pending > 1, 'it does not wait');
    await bot.clock.advance(1_000);
    await started;
  });

  test('a Discord that never gets ready is told after half a minute', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.gatewayUrl = 'ws://127.0.0.1:9';
    const bot = createBot(t, discord);
    const started = bot.start();
    started.catch(() => {});
    await discord.until('GET', /gateway/);
    await bot.clock.advance(30_000);
    await assert.rejects(
      started,
      (error: Error) => error instanceof PlatformError && /HTTPS_PROXY/.test(error.message),
    );
  });
});

test('a start that is stopped ends, and does not connect again', async (t) => {
  const discord = await startScriptedDiscord(t);
  discord.refuse = () => 'silence';
  const bot = createBot(t, discord);
  const started = bot.start();
  started.catch(() => {});
  await waitFor(() => discord.identified.length === 1, 'it does not connect');
  await bot.platform.stop();
  await assert.rejects(started, PlatformError);
  assert.equal(bot.clock.pending, 0);
  // The library would come back after 500 ms.
  await delay(700);
  assert.equal(discord.identified.length, 1);
});

test('a connection that fails after the bot has stopped ends nothing', async (t) => {
  const silent = createServer();
  const connected = once(silent, 'connection');
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => silent.close());
  const discord = await startScriptedDiscord(t);
  discord.gatewayUrl = `ws://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const bot = createBot(t, discord);
  const started = bot.start();
  started.catch(() => {});
  const [socket] = (await connected) as [Socket];
  await bot.platform.stop();
  await assert.rejects(started, PlatformError);
  // An error that reaches no listener is an uncaught exception, which fails this file.
  socket.resetAndDestroy();
  await once(socket, 'close');
  await delay(50);
});

describe('hearing', () => {
  test('what cannot be stored is tried again, and then told as lost', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    let tries = 0;
    bot.onAccept = async () => {
      tries += 1;
      if (tries < 3) throw new Error('disk full');
    };
    discord.tell('MESSAGE_CREATE', message);
    await waitFor(() => tries === 1 && bot.clock.pending > 0, 'not tried');
    await bot.clock.advance(1_250);
    await bot.until('message');
    assert.equal(tries, 3);

    bot.onAccept = () => Promise.reject(new Error('disk full'));
    discord.tell('MESSAGE_CREATE', message);
    for (const waitMs of [250, 1_000, 4_000, 16_000]) {
      await waitFor(() => bot.clock.pending > 0, 'gave up early');
      await bot.clock.advance(waitMs);
    }
    await waitFor(() => bot.lines.some(({ level }) => level === 'error'), 'not told');
  });

  test('events that lack what discord.js wants do no harm', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    for (const name of [
      'MESSAGE_CREATE',
      'MESSAGE_UPDATE',
      'INTERACTION_CREATE',
      'CHANNEL_CREATE',
      'THREAD_CREATE',
      'GUILD_ROLE_CREATE',
    ]) {
      discord.tell(name, {});
    }
    discord.tell('MESSAGE_CREATE', message);
    assert.equal((await bot.until('message')).message.text, 'hello');
  });

  test('joining a server is told once, where the bot may write', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.guilds = [server];
    const bot = createBot(t, discord);
    await bot.start();
    discord.tell('MESSAGE_CREATE', message);
    await bot.until('message');
    discord.tell('GUILD_CREATE', {
      ...server,
      id: '8',
      channels: [{ ...server.channels[0], id: '20' }],
      system_channel_id: '20',
      roles: [{ ...server.roles[0], id: '8' }],
      threads: [],
    });
    const { channel } = await bot.until('added');
    assert.equal(channel.id, '20');
    discord.tell('GUILD_CREATE', {
      ...server,
      id: '9',
      roles: [{ id: '9', name: '@everyone', ...permissions(0) }],
      channels: [{ ...server.channels[0], id: '30' }],
      system_channel_id: '30',
      threads: [],
    });
    discord.tell('GUILD_DELETE', { id: '8' });
    assert.equal((await bot.until('removed')).channel.server, '8');
    assert.equal(bot.events.filter(({ kind }) => kind === 'added').length, 1);
  });

  test('after stop nothing is heard, and nothing stays open', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    const stopping = bot.platform.stop();
    discord.tell('MESSAGE_CREATE', message);
    await stopping;
    assert.deepEqual(bot.events, []);
    assert.equal(bot.clock.pending, 0);
    // Answers may still be on their way.
    const surface = bot.platform.surface({
      channel: { platform: 'discord', id: '10', kind: 'group' },
    });
    const lastMessage = await surface.put(undefined, { content: 'bye' }, putOptions());
    assert.equal(Object(lastMessage).channelId, '10');
  });
});

describe('attachments', () => {
  const attachment = { id: '8', filename: 'a.txt', size: 3, content_type: 'text/plain' };

  test('the bytes come from the address that Discord gives then', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    const url = `${discord.apiUrl}/v10/files/a.txt`;
    discord.answer = ({ path }) => {
      if (path === '/channels/10/messages/1')
        return { body: { id: '1', attachments: [{ ...attachment, url }] } };
      return path === '/files/a.txt' ? { body: 'abc' } : undefined;
    };
    const bytes = await bot.platform.fetch('10/1/8', AbortSignal.timeout(GIVE_UP_MS));
    assert.equal(new TextDecoder().decode(bytes), '"abc"');
  });

  test('one that was removed is gone', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    discord.answer = () => ({ body: { id: '1', attachments: [] } });
    await assert.rejects(
      bot.platform.fetch('10/1/8', AbortSignal.timeout(GIVE_UP_MS)),
      PlatformError,
    );
  });
});
