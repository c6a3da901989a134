import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Channel } from '../../../../src/contracts/chat-message.ts';
import type { MessageArchive } from '../../../../src/contracts/message-archive.ts';
import { GIVE_UP_MS } from '../../../helpers/give-up-ms.ts';
import { server } from '../raw-events.ts';
import { OWN_ID, type ScriptedResponse, startScriptedDiscord } from '../scripted-discord.ts';
import { createBot, waitFor } from '../start-bot.ts';

const ada = { id: '5', username: 'ada' };
const parley = { id: OWN_ID, username: 'parley', bot: true };
const unknownMessage = { status: 404, body: { message: 'Unknown Message', code: 10_008 } };
const missingAccess = { status: 403, body: { message: 'Missing Access', code: 50_001 } };

/** A message as REST gives it: without its server. */
const stored = (id: string, fields: object = {}) => ({
  id,
  channel_id: '10',
  type: 0,
  author: ada,
  content: `words ${id}`,
  timestamp: '2026-11-21T10:00:00Z',
  ...fields,
});
const thread: Channel = {
  platform: 'discord',
  id: '11',
  kind: 'thread',
  server: '7',
  parentId: '10',
};
const signal = () => AbortSignal.timeout(GIVE_UP_MS);

/** The bot on a server that answers the given paths. */
async function setUp(t: TestContext, responses: Readonly<Record<string, ScriptedResponse>>) {
  const discord = await startScriptedDiscord(t);
  discord.guilds = [server];
  discord.respond = ({ method, path }) => (method === 'GET' ? responses[path] : undefined);
  const bot = createBot(t, discord);
  await bot.start();
  const { archive } = bot.platform;
  assert.ok(archive);
  return { discord, bot, archive };
}

const textOfStart = async (archive: MessageArchive, channel = thread) =>
  (await archive.readThreadStart(channel, signal()))?.text;

describe('reading one earlier message', () => {
  test('gives its words with the server of its channel', async (t) => {
    const { archive } = await setUp(t, { '/channels/10/messages/900': { body: stored('900') } });
    const message = await archive.read({ channelId: '10', messageId: '900' }, signal());
    assert.equal(message?.text, 'words 900');
    assert.equal(message?.isOwn, undefined);
    assert.deepEqual(message?.channel, {
      platform: 'discord',
      id: '10',
      kind: 'group',
      server: '7',
      name: 'general',
      serverName: 'Home',
    });
  });

  // discord/discord-api-docs PR 5095: messages that are quoted lack their members too.
  test('names people as they are called on the server, once an event told it', async (t) => {
    const content = 'ask <@5> or <@6>';
    const response = stored('900', { content, mentions: [ada] });
    const { archive, bot, discord } = await setUp(t, {
      '/channels/10/messages/900': { body: response },
    });
    const robin = { id: '6', username: 'robin', global_name: 'Robin', member: { nick: null } };
    const event = stored('901', { guild_id: '7', member: { nick: 'Countess' }, mentions: [robin] });
    discord.sendEvent('MESSAGE_CREATE', event);
    await bot.waitForEvent('message');
    const message = await archive.read({ channelId: '10', messageId: '900' }, signal());
    assert.equal(message?.author.name, 'Countess');
    assert.equal(message?.text, 'ask @Countess or @Robin');
  });

  test('marks the answers of the bot itself, and leaves out their buttons', async (t) => {
    const button = { type: 2, custom_id: 'regenerate', label: 'Again' };
    const components = [{ type: 1, components: [button] }];
    const own = stored('900', { author: parley, components });
    const { archive } = await setUp(t, { '/channels/10/messages/900': { body: own } });
    const message = await archive.read({ channelId: '10', messageId: '900' }, signal());
    assert.deepEqual(
      [message?.isOwn, message?.author.isBot, message?.details],
      [true, true, undefined],
    );
  });

  test('gives nothing where the message is gone, forbidden, broken or another one', async (t) => {
    for (const response of [
      unknownMessage,
      missingAccess,
      { status: 500, body: {} },
      { body: [] },
      { body: stored('901') },
    ]) {
      const { archive } = await setUp(t, { '/channels/10/messages/900': response });
      const location = { channelId: '10', messageId: '900' };
      assert.equal(await archive.read(location, signal()), undefined);
    }
  });

  test('waits out a short rate limit', async (t) => {
    const { discord, bot, archive } = await setUp(t, {});
    let refusals = 0;
    discord.respond = ({ path }) => {
      if (path !== '/channels/10/messages/900') return undefined;
      refusals += 1;
      return refusals === 1
        ? { status: 429, body: { message: 'slow down', retry_after: 1, global: false } }
        : { body: stored('900') };
    };
    const reading = archive.read({ channelId: '10', messageId: '900' }, signal());
    // The time limit of the reading, and the pause.
    await waitFor(() => bot.clock.pending === 2, 'no pause');
    await bot.clock.advance(1_100);
    assert.equal((await reading)?.text, 'words 900');
  });
});

describe('reading the messages before one', () => {
  test('gives what people and bots said, oldest first, without notices', async (t) => {
    const { archive } = await setUp(t, {
      '/channels/10/messages?before=900&limit=5': {
        body: [
          stored('804', { type: 7 }),
          stored('803', { author: parley }),
          stored('802', { type: 20, author: { id: '8', username: 'trivia', bot: true } }),
          stored('801', { embeds: [{ type: 'rich', title: 'News' }], content: '' }),
          'no message',
        ],
      },
    });
    const location = { channelId: '10', messageId: '900' };
    const messages = await archive.readBefore(location, 5, signal());
    assert.deepEqual(
      messages.map(({ id, text, details, isOwn = false }) => [id, text || details, isOwn]),
      [
        ['801', '[embed] News', false],
        ['802', 'words 802', false],
        ['803', 'words 803', true],
      ],
    );
  });

  test('asks for at most 100, and gives none that the bot may not read', async (t) => {
    const path = '/channels/10/messages?before=900&limit=100';
    const { archive } = await setUp(t, { [path]: missingAccess });
    const location = { channelId: '10', messageId: '900' };
    assert.deepEqual(await archive.readBefore(location, 500, signal()), []);
  });
});

describe('reading the start of a thread', () => {
  // RooCodeInc/Roomote PR 632, Gurubase/gurubase #254, NousResearch/hermes-agent #45188 (d12).
  test('gives the message of the channel on which the thread hangs', async (t) => {
    const { archive } = await setUp(t, { '/channels/10/messages/11': { body: stored('11') } });
    assert.equal(await textOfStart(archive), 'words 11');
  });

  // NousResearch/hermes-agent PR 46719, getpaseo/hub #64.
  test('gives the embed of an alert on which the thread hangs', async (t) => {
    const embeds = [{ type: 'rich', title: 'Disk full', fields: [{ name: 'Host', value: 'a1' }] }];
    const alert = stored('11', { content: '', embeds });
    const { archive } = await setUp(t, { '/channels/10/messages/11': { body: alert } });
    const start = await archive.readThreadStart(thread, signal());
    assert.equal(start?.details, '[embed] Disk full\nHost: a1');
  });

  // CherryHQ/stella #1006.
  test('gives the first message of a forum post', async (t) => {
    const post = stored('11', { channel_id: '11' });
    const { archive } = await setUp(t, {
      '/channels/10/messages/11': unknownMessage,
      '/channels/11/messages/11': { body: post },
    });
    assert.equal(await textOfStart(archive), 'words 11');
  });

  test('gives the message to which the top of the thread refers, where the channel is hidden', async (t) => {
    const starter = stored('12', {
      channel_id: '11',
      type: 21,
      content: '',
      referenced_message: stored('11'),
    });
    const { archive } = await setUp(t, {
      '/channels/10/messages/11': missingAccess,
      '/channels/11/messages/11': unknownMessage,
      '/channels/11/messages?after=0&limit=1': { body: [starter] },
    });
    assert.equal(await textOfStart(archive), 'words 11');
  });

  // Significant-Gravitas/AutoGPT PR 14330.
  test('gives nothing where the thread hangs on no message, or on a deleted one', async (t) => {
    for (const oldest of [
      [],
      [stored('12', { channel_id: '11', type: 21, referenced_message: null })],
      [stored('12', { channel_id: '11' })],
    ]) {
      const { archive } = await setUp(t, {
        '/channels/10/messages/11': unknownMessage,
        '/channels/11/messages/11': unknownMessage,
        '/channels/11/messages?after=0&limit=1': { body: oldest },
      });
      assert.equal(await textOfStart(archive), undefined);
    }
  });
});
