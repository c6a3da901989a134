import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { StoreError } from '../../../../src/errors.ts';
import { permissions, rawMessage, server } from '../raw-events.ts';
import { startScriptedDiscord } from '../scripted-discord.ts';
import { createBot, putOptions, waitFor } from '../start-bot.ts';

describe('listen', () => {
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

  test('keeps an event while the store says that its disk is full', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    let isFull = true;
    bot.onAccept = async () => {
      if (isFull) throw new StoreError('The disk is full.', { kind: 'full' });
    };
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    for (const waitMs of [250, 1_000, 4_000, 16_000, 30_000, 30_000]) {
      await waitFor(() => bot.clock.pending > 0, 'gave up early');
      await bot.clock.advance(waitMs);
    }
    isFull = false;
    await waitFor(() => bot.clock.pending > 0, 'gave up early');
    await bot.clock.advance(30_000);
    await bot.waitForEvent('message');
    assert.ok(bot.logLines.every(({ level }) => level !== 'error'));
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

  test('takes a joined server that sends no roles for one without a channel to greet in', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.guilds = [server];
    const bot = createBot(t, discord);
    await bot.start();
    discord.sendEvent('GUILD_CREATE', { ...server, id: '8', roles: [], threads: [] });
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    await bot.waitForEvent('message');
    assert.ok(bot.logLines.every(({ message }) => !message.includes('event lost')));
    assert.equal(bot.events.filter(({ kind }) => kind === 'added').length, 0);
  });

  test('reads a message on a server whose roles lack fields', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.guilds = [{ ...server, roles: [{ id: '7' }, { id: '66', name: 5 }] }];
    const bot = createBot(t, discord);
    await bot.start();
    const content = '<@&66> hello';
    discord.sendEvent('MESSAGE_CREATE', {
      ...rawMessage,
      guild_id: '7',
      content,
      member: { roles: ['66'] },
    });
    const { message } = await bot.waitForEvent('message');
    assert.deepEqual([message.text, message.author.isServerAdmin], ['@role hello', false]);
  });

  // chalda/DiscordBot #91, ClemBotProject/ClemBot PR 668: Discord repeats the time of the last edit.
  test('reports an edit once, however many previews and pins follow it', async (t) => {
    const discord = await startScriptedDiscord(t);
    const bot = createBot(t, discord);
    await bot.start();
    const edited = { ...rawMessage, edited_timestamp: '2026-11-21T10:01:00Z' };
    discord.sendEvent('MESSAGE_UPDATE', edited);
    discord.sendEvent('MESSAGE_UPDATE', { ...edited, embeds: [{ type: 'link', title: 'News' }] });
    discord.sendEvent('MESSAGE_UPDATE', { ...edited, pinned: true });
    discord.sendEvent('MESSAGE_UPDATE', { ...edited, edited_timestamp: '2026-11-21T10:02:00Z' });
    discord.sendEvent('MESSAGE_CREATE', rawMessage);
    await bot.waitForEvent('message');
    assert.deepEqual(
      bot.events.map(({ kind }) => kind),
      ['edited', 'edited', 'message'],
    );
  });

  // discord-csharp/MODiX #296: a quoting bot showed people channels that they cannot see.
  test('follows links only into channels that the author may read', async (t) => {
    const discord = await startScriptedDiscord(t);
    const channel = { type: 0, permission_overwrites: [] };
    const forEverybody = { id: '7', type: 0, allow: '0', deny: '1024' };
    discord.guilds = [
      {
        ...server,
        roles: [
          { id: '7', name: '@everyone', ...permissions(1024 | 65_536) },
          { id: '66', name: 'staff', ...permissions(0) },
          { id: '68', name: 'boss', ...permissions(8) },
        ],
        channels: [
          { ...channel, id: '10', name: 'general' },
          { ...channel, id: '20', name: 'open' },
          {
            ...channel,
            id: '30',
            name: 'staff',
            permission_overwrites: [forEverybody, { id: '66', type: 0, allow: '1024', deny: '0' }],
          },
        ],
        threads: [
          { ...server.threads[0], id: '31', parent_id: '30' },
          { ...server.threads[0], id: '32', type: 12, parent_id: '20' },
        ],
      },
    ];
    const bot = createBot(t, discord);
    await bot.start();

    const readable = async (roles: readonly string[], channelIds: readonly string[]) => {
      bot.events.length = 0;
      const links = channelIds.map((id) => `https://discord.com/channels/7/${id}/900`);
      // The message of each link must be another one.
      const content = ['<@900>', ...links.map((link, index) => `${link}${index}`)].join(' ');
      discord.sendEvent('MESSAGE_CREATE', {
        ...rawMessage,
        guild_id: '7',
        content,
        member: { roles },
      });
      const { message } = await bot.waitForEvent('message');
      return message.links?.map(({ channelId }) => channelId) ?? [];
    };

    assert.deepEqual(await readable([], ['20', '30', '31']), ['20']);
    assert.deepEqual(await readable(['66'], ['30', '31', '32']), ['30', '31']);
    assert.deepEqual(await readable(['68'], ['10', '20', '30']), ['10', '20', '30']);
    assert.deepEqual(await readable(['68'], ['404']), []);

    // An archived thread, which the gateway did not send.
    const archived = { id: '40', type: 11, guild_id: '7', parent_id: '20', thread_metadata: {} };
    discord.respond = ({ path }) =>
      path === '/channels/40' ? { body: { ...archived, name: 'old' } } : undefined;
    const asked = await Promise.all([readable([], ['40']), readable([], ['40'])]);
    assert.deepEqual(asked, [['40'], ['40']]);
    const requests = discord.requests.filter(({ path }) => path === '/channels/40');
    assert.equal(requests.length, 1, 'one for both, at one moment');
  });

  test('knows who may manage the messages of a channel, and the category of it and of its threads', async (t) => {
    const discord = await startScriptedDiscord(t);
    const channel = { type: 0, permission_overwrites: [] };
    const allow = (id: string, type: number) => ({ id, type, allow: '8192', deny: '0' });
    const deny = (id: string) => ({ id, type: 0, allow: '0', deny: '8192' });
    discord.guilds = [
      {
        ...server,
        roles: [
          { id: '7', name: '@everyone', ...permissions(1024) },
          { id: '66', name: 'mods', ...permissions(0x2000) },
          { id: '67', name: 'boss', ...permissions(8) },
          { id: '68', name: 'helpers', ...permissions(0) },
        ],
        channels: [
          { id: '9', type: 4, name: 'Support' },
          { ...channel, id: '10', name: 'general', parent_id: '9' },
          {
            ...channel,
            id: '20',
            name: 'other',
            permission_overwrites: [deny('66'), allow('68', 0), allow('5', 1)],
          },
        ],
        threads: [
          { ...server.threads[0], id: '11', parent_id: '10' },
          { ...server.threads[0], id: '21', parent_id: '20' },
        ],
      },
    ];
    const bot = createBot(t, discord);
    await bot.start();

    const send = async (channelId: string, authorId: string, roles: readonly string[]) => {
      bot.events.length = 0;
      discord.sendEvent('MESSAGE_CREATE', {
        ...rawMessage,
        channel_id: channelId,
        guild_id: '7',
        author: { id: authorId, username: 'bo' },
        member: { roles },
      });
      return (await bot.waitForEvent('message')).message;
    };
    const moderates = async (...sent: Parameters<typeof send>) =>
      (await send(...sent)).author.isModerator ?? false;

    const seen = [
      await moderates('10', '4', []),
      await moderates('10', '4', ['66']),
      await moderates('11', '4', ['66']),
      await moderates('20', '4', ['66']),
      await moderates('20', '4', ['67']),
      await moderates('21', '4', ['68']),
      await moderates('20', '5', []),
      await moderates('10', '6', []),
    ];
    assert.deepEqual(seen, [false, true, true, false, true, true, true, true]);

    const categories = [(await send('10', '4', [])).channel, (await send('11', '4', [])).channel];
    assert.deepEqual(
      categories.map(({ categoryId, parentId }) => [categoryId, parentId]),
      [
        ['9', undefined],
        ['9', '10'],
      ],
    );
    assert.equal((await send('20', '4', [])).channel.categoryId, undefined);
  });

  test("knows a person's language from a command, else from a Community server that chose one", async (t) => {
    const discord = await startScriptedDiscord(t);
    const community = { features: ['COMMUNITY'], preferred_locale: 'ru' };
    discord.guilds = [
      { ...server, ...community },
      { ...server, ...community, id: '8', preferred_locale: 'en-US', channels: [], threads: [] },
      { ...server, ...community, id: '9', features: [], channels: [], threads: [] },
    ];
    const bot = createBot(t, discord);
    await bot.start();

    const localeOf = async (serverId: string, fields: object = {}) => {
      bot.events.length = 0;
      discord.sendEvent('MESSAGE_CREATE', {
        ...rawMessage,
        guild_id: serverId,
        member: { roles: [] },
        ...fields,
      });
      return (await bot.waitForEvent('message')).message.author.locale;
    };

    assert.equal(await localeOf('7'), 'ru');
    assert.equal(
      await localeOf('7', { author: { id: '4', username: 'robot', bot: true } }),
      undefined,
    );
    // Nobody chose the language that every server has at first, or that of a server without Community.
    assert.equal(await localeOf('8'), undefined);
    assert.equal(await localeOf('9'), undefined);

    discord.sendEvent('INTERACTION_CREATE', {
      id: '70',
      token: 'press',
      type: 2,
      guild_id: '7',
      channel_id: '10',
      member: { user: rawMessage.author, roles: [] },
      locale: 'pt-BR',
      data: { type: 1, name: 'help' },
    });
    await bot.waitForEvent('command');
    assert.equal(await localeOf('9'), 'pt-BR');
  });

  test('asks for few of the channels that people link to and the bot may not see', async (t) => {
    const discord = await startScriptedDiscord(t);
    discord.guilds = [server];
    const bot = createBot(t, discord);
    await bot.start();
    discord.respond = ({ path }) =>
      path.startsWith('/channels/') ? { status: 403, body: { code: 50_001 } } : undefined;

    const send = async (count: number, mention: string) => {
      bot.events.length = 0;
      for (let index = 0; index < count; index += 1) {
        const link = `https://discord.com/channels/7/${index}0000/900`;
        const content = `${mention} ${link}`;
        discord.sendEvent('MESSAGE_CREATE', { ...rawMessage, guild_id: '7', content });
      }
      await waitFor(() => bot.events.length === count, 'no messages');
      return discord.requests.filter(({ path }) => path.startsWith('/channels/')).length;
    };

    assert.equal(await send(10, 'look:'), 0);
    assert.equal(await send(30, '<@900>'), 20);
    await bot.clock.advance(60_000);
    assert.equal(await send(5, '<@900>'), 25);
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
