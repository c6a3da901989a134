import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigError, PlatformError } from '../../../../src/errors.ts';
import { systemClock } from '../../../../src/lib/clock.ts';
import { silentLog } from '../../../../src/lib/log.ts';
import { createDiscord } from '../../../../src/platforms/discord/index.ts';
import { rawMessage, server } from '../raw-events.ts';
import { type ScriptedResponse, startScriptedDiscord } from '../scripted-discord.ts';
import { channelAddress, createBot, putOptions, waitFor } from '../start-bot.ts';

const MESSAGE_CONTENT = 1 << 15;
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
    assert.throws(() => create({ DISCORD_TOKEN: 'client-secret' }), /three parts.*Reset Token/);
    assert.ok(create({ DISCORD_TOKEN: 'Bot MTIz.Gabc.x-y_z' }));
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
      parentName: 'general',
      serverName: 'Home',
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
      () => bot.logLines.some(({ message: line }) => line.includes('connecting failed, retrying')),
      'not logged',
    );
    discord.respond = () => undefined;
    await waitFor(() => bot.clock.pending > 1, 'the bot does not wait');
    await bot.clock.advance(1_000);
    await started;
  });

  test('tells that the connection was lost, and that it is back', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    bot.states.length = 0;
    discord.closeGateway(1012);
    await waitFor(() => bot.states.at(-1)?.state === 'connected', 'never back');
    assert.deepEqual(bot.states[0], {
      state: 'retrying',
      problem: "Discord's gateway closed the connection: the server restarts.",
    });
  });

  test('tells that a connection has ended for good, with what helps', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    discord.refuseIdentify = () => 4004;
    discord.closeGateway(4004);
    await waitFor(() => bot.states.at(-1)?.state === 'left out', 'never ended');
    assert.match(bot.states.at(-1)?.problem ?? '', /DISCORD_TOKEN.*Reset Token/);
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

test('stop ends a start that asks for the address of the gateway, and discord.js does not connect afterwards', async (t) => {
  const discord = await startScriptedDiscord(t);
  const address = Promise.withResolvers<ScriptedResponse>();
  discord.respond = ({ path }) => (path === '/gateway/bot' ? address.promise : undefined);
  const bot = createBot(t, { apiUrl: `${discord.apiUrl}/v10` });
  const started = bot.start();
  started.catch(() => {});
  await discord.waitForRequest('GET', /gateway/);
  await bot.platform.stop();
  await assert.rejects(started, PlatformError);
  address.resolve({ body: { url: discord.gatewayUrl, shards: 1 } });
  // discord.js would connect now, and again 500 ms after each connection that breaks.
  await delay(200);
  assert.deepEqual(discord.gatewayPaths, []);
});

test('stop closes a connection that is not open yet, and its error does not end the process', async (t) => {
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
  t.after(() => socket.destroy());
  socket.resume();
  await bot.platform.stop();
  await assert.rejects(started, PlatformError);
  // An open connection keeps the process alive. An error that reaches no listener fails this file.
  await waitFor(() => socket.closed, 'the connection is still open');
  await delay(50);
});
