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
const rawMessage = {
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

describe('createDiscord', () => {
  const create = (env: Record<string, string>) =>
    createDiscord({ env, clock: systemClock, log: silentLog, commands: [] });

  test('gives undefined when no token is set', () => {
    assert.equal(create({}), undefined);
    assert.equal(create({ DISCORD_TOKEN: ' ' }), undefined);
  });

  test('throws a ConfigError for an address without a token, a wrong address and an impossible token', () => {
    assert.throws(() => create({ DISCORD_API_URL: 'http://127.0.0.1/api' }), ConfigError);
    assert.throws(
      () => create({ DISCORD_TOKEN: 'x', DISCORD_API_URL: 'discord.com' }),
      ConfigError,
    );
    assert.throws(() => create({ DISCORD_TOKEN: 'two words' }), ConfigError);
  });
});

describe('start', () => {
  test('passes on a message, with facts that the gateway sent about the server before', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.guilds = [server];
    const bot = createBot(t, discord);
    await bot.start();
    discord.sendEvent('MESSAGE_CREATE', {
      ...rawMessage,
      guild_id: '7',
      channel_id: '11',
      content: '<@&67> hello',
      mention_roles: ['67'],
      member: { roles: ['66'], nick: 'Countess' },
    });
    const { message } = await bot.waitForEvent('message');
    assert.equal(message.addressed, 'mention');
    assert.equal(message.text, 'hello');
    assert.deepEqual(message.channel, {
      platform: 'discord',
      id: '11',
      kind: 'thread',
      server: '7',
      name: 'side',
      parentId: '10',
    });
    assert.deepEqual(message.author, {
      id: '5',
      name: 'Countess',
      isBot: false,
      isServerAdmin: true,
      roles: ['66'],
    });
  });

  test('finds an API of another version, or beside the given address', async (t) => {
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
      assert.equal(discord.requests.at(-1)?.path, '/channels/10/messages');
    }
  });

  test('works with a READY that lacks fields which discord.js needs', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.readyFields = { guilds: undefined, application: undefined };
    const bot = createBot(t, discord);
    await bot.start();
    discord.sendEvent('MESSAGE_CREATE', { ...rawMessage, guild_id: '7' });
    await bot.waitForEvent('message');
    assert.deepEqual(
      bot.logLines.filter(({ level }) => level === 'error'),
      [],
    );
  });

  test('reads fields that are null as absent', async (t) => {
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
    discord.sendEvent('MESSAGE_CREATE', {
      ...rawMessage,
      ...Object.fromEntries(fields.map((field) => [field, null])),
      member: null,
    });
    const { message } = await bot.waitForEvent('message');
    assert.deepEqual([message.text, message.author.isBot], ['hello', false]);
  });

  test('fetches a channel that the gateway did not send', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.guilds = [server];
    discord.respond = ({ path }) =>
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
    discord.sendEvent('MESSAGE_CREATE', { ...rawMessage, guild_id: '7', channel_id: '12' });
    assert.equal((await bot.waitForEvent('message')).message.channel.name, 'old');
  });

  test('rejects with the cure when REST refuses the token', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.respond = () => ({ status: 401, body: { code: 0, message: '401: Unauthorized' } });
    await assert.rejects(createBot(t, discord).start(), (error: Error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, /Reset Token/);
      return true;
    });
  });

  test('rejects as a ConfigError when the gateway refuses the token', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.refuseIdentify = () => 4004;
    await assert.rejects(createBot(t, discord).start(), ConfigError);
    assert.equal(discord.identifies.length, 1);
  });

  test('connects without the Message Content intent, and logs what is lost', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.refuseIdentify = ({ intents }) => (intents & MESSAGE_CONTENT ? 4014 : undefined);
    const bot = createBot(t, discord);
    await bot.start();
    assert.equal(discord.identifies.length, 2);
    assert.ok(
      bot.logLines.some((line) => /Message Content Intent" → "Save Changes"/.test(line.message)),
    );
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    await bot.waitForEvent('message');
  });

  test('connects again without the intent when it is taken away later', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    discord.refuseIdentify = ({ intents }) => (intents & MESSAGE_CONTENT ? 4014 : undefined);
    discord.closeGateway(4014);
    await waitFor(() => discord.identifies.length === 2, 'the bot did not connect again');
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    await bot.waitForEvent('message');
  });

  test('tries again after a failure that may pass', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    discord.respond = () => ({ status: 503, body: {} });
    const started = bot.start();
    await waitFor(
      () => bot.logLines.some(({ message: line }) => line.includes('trying again')),
      'not logged',
    );
    discord.respond = () => undefined;
    await waitFor(() => bot.clock.pending > 1, 'the bot does not wait');
    await bot.clock.advance(1_000);
    await started;
  });

  test('rejects after half a minute when Discord is not ready', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.gatewayUrl = 'ws://127.0.0.1:9';
    const bot = createBot(t, discord);
    const started = bot.start();
    started.catch(() => {});
    await discord.waitForRequest('GET', /gateway/);
    await bot.clock.advance(30_000);
    await assert.rejects(
      started,
      (error: Error) => error instanceof PlatformError && /HTTPS_PROXY/.test(error.message),
    );
  });
});

test('stop ends a start that waits for the gateway, and discord.js does not connect again', async (t) => {
  const discord = await startScriptedDiscord(t);
  discord.refuseIdentify = () => 'silence';
  const bot = createBot(t, discord);
  const started = bot.start();
  started.catch(() => {});
  await waitFor(() => discord.identifies.length === 1, 'the bot does not connect');
  await bot.platform.stop();
  await assert.rejects(started, PlatformError);
  assert.equal(bot.clock.pending, 0);
  // discord.js would connect again after 500 ms.
  await delay(700);
  assert.equal(discord.identifies.length, 1);
});

test('a connection that fails after stop does not end the process', async (t) => {
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

describe('receiving events', () => {
  test('retries an event that could not be stored, and logs a lost one', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    let attempts = 0;
    bot.onAccept = async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('disk full');
    };
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    await waitFor(() => attempts === 1 && bot.clock.pending > 0, 'not stored once');
    await bot.clock.advance(1_250);
    await bot.waitForEvent('message');
    assert.equal(attempts, 3);

    bot.onAccept = () => Promise.reject(new Error('disk full'));
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    for (const waitMs of [250, 1_000, 4_000, 16_000]) {
      await waitFor(() => bot.clock.pending > 0, 'gave up early');
      await bot.clock.advance(waitMs);
    }
    await waitFor(() => bot.logLines.some(({ level }) => level === 'error'), 'not logged');
  });

  test('survives events that lack fields which discord.js needs', async (t) => {
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
      discord.sendEvent(name, {});
    }
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    assert.equal((await bot.waitForEvent('message')).message.text, 'hello');
  });

  test('reports a joined server once, with a channel that the bot may write in', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.guilds = [server];
    const bot = createBot(t, discord);
    await bot.start();
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    await bot.waitForEvent('message');
    discord.sendEvent('GUILD_CREATE', {
      ...server,
      id: '8',
      channels: [{ ...server.channels[0], id: '20' }],
      system_channel_id: '20',
      roles: [{ ...server.roles[0], id: '8' }],
      threads: [],
    });
    const { channel } = await bot.waitForEvent('added');
    assert.equal(channel.id, '20');
    discord.sendEvent('GUILD_CREATE', {
      ...server,
      id: '9',
      roles: [{ id: '9', name: '@everyone', ...permissions(0) }],
      channels: [{ ...server.channels[0], id: '30' }],
      system_channel_id: '30',
      threads: [],
    });
    discord.sendEvent('GUILD_DELETE', { id: '8' });
    assert.equal((await bot.waitForEvent('removed')).channel.server, '8');
    assert.equal(bot.events.filter(({ kind }) => kind === 'added').length, 1);
  });

  test('passes on no event after stop, and leaves nothing open', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    const stopping = bot.platform.stop();
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
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

describe('fetch', () => {
  const attachment = { id: '8', filename: 'a.txt', size: 3, content_type: 'text/plain' };

  test('downloads from the address that Discord gives at that moment', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    const url = `${discord.apiUrl}/v10/files/a.txt`;
    discord.respond = ({ path }) => {
      if (path === '/channels/10/messages/1')
        return { body: { id: '1', attachments: [{ ...attachment, url }] } };
      return path === '/files/a.txt' ? { body: 'abc' } : undefined;
    };
    const bytes = await bot.platform.fetch('10/1/8', AbortSignal.timeout(GIVE_UP_MS));
    assert.equal(new TextDecoder().decode(bytes), '"abc"');
  });

  test('rejects when the attachment was removed', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    discord.respond = () => ({ body: { id: '1', attachments: [] } });
    await assert.rejects(
      bot.platform.fetch('10/1/8', AbortSignal.timeout(GIVE_UP_MS)),
      PlatformError,
    );
  });
});
