import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Events, GatewayIntentBits, type Message, Partials } from 'discord.js';
import {
  type LocalDiscordOptions,
  scaleLimits,
  startLocalDiscord,
} from '../../../playground/discord/index.ts';
import { eventually } from '../../helpers/eventually.ts';

const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;
const intents = [Guilds, GuildMessages, DirectMessages, MessageContent];

/** Starts a local Discord and connects a discord.js client to it. */
async function connect(
  t: TestContext,
  options: LocalDiscordOptions = { limits: scaleLimits(0.05) },
) {
  const local = await startLocalDiscord(options);
  const client = new Client({
    intents,
    partials: [Partials.Channel],
    rest: { api: local.apiUrl, offset: 5 },
  });
  t.after(async () => {
    await client.destroy();
    await local.stop();
  });
  const heard: Message[] = [];
  client.on(Events.MessageCreate, (message) => heard.push(message));
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(local.token);
  const room = (name: string) =>
    local.rooms().find((room) => room.name === name || room.kind === name)?.id ?? '';
  return {
    local,
    client: await ready,
    heard,
    general: room('general'),
    direct: room('direct'),
    thread: room('thread'),
  };
}

describe('discord.js', { concurrency: true }, () => {
  test('connects and knows the server, its channels, members and roles', async (t) => {
    const { local, client, general, thread } = await connect(t);
    const [server] = client.guilds.cache.values();
    assert.equal(client.user.id, local.bot.id);
    assert.equal(server?.name, 'Parley Playground');
    assert.equal(server?.ownerId, local.me.id);
    assert.ok(server?.channels.cache.has(general) && server.channels.cache.has(thread));
    assert.equal(server?.roles.botRoleFor(client.user)?.name, 'Parley');
    assert.ok(server?.members.me?.permissionsIn(general).has('SendMessages'));
    assert.ok(local.isOnline());
  });

  test('receives messages in channels, threads and direct channels, and answers them', async (t) => {
    const { local, client, heard, general, direct, thread } = await connect(t);
    await local.say({ roomId: general, text: '@Parley hello' });
    await local.say({ roomId: thread, text: 'in a thread' });
    await local.say({ roomId: direct, text: 'alone' });
    await eventually('three messages', () => heard.length === 3);
    const [mention, inThread, alone] = heard;
    assert.ok(mention?.mentions.has(client.user));
    assert.ok(inThread?.channel.isThread());
    assert.ok(alone?.channel.isDMBased());

    for (const message of heard.slice()) {
      const allowedMentions = { parse: [], repliedUser: false };
      const answer = await message.reply({ content: 'one', allowedMentions });
      await answer.edit({ content: 'two', allowedMentions });
      assert.deepEqual([answer.content, answer.reference?.messageId], ['two', message.id]);
      await answer.channel.messages.fetch(message.id);
    }
    const answers = [general, thread, direct].map((id) => local.history(id).at(-1));
    assert.deepEqual(
      answers.map((answer) => [answer?.text, answer?.edits, answer?.pings]),
      Array(3).fill(['two', 1, []]),
    );
  });

  test('queues edits at the rate limit, and none is refused or lost', async (t) => {
    const { local, heard, general } = await connect(t);
    await local.say({ roomId: general, text: 'go' });
    await eventually('the question', () => heard.length === 1);
    const answer = await heard[0]?.reply('0');
    await Promise.all(Array.from({ length: 12 }, (_, index) => answer?.edit(String(index + 1))));
    assert.deepEqual(
      [local.history(general).at(-1)?.text, local.history(general).at(-1)?.edits],
      ['12', 12],
    );
    assert.equal(local.controls.calls.filter(({ status }) => status === 429).length, 0);
  });

  test('waits after a 429 and then writes', async (t) => {
    const { local, client, general } = await connect(t);
    void local.controls.faults.next('POST', '/channels/:channel/messages', {
      status: 429,
      retryAfterMs: 50,
    });
    const channel = client.channels.cache.get(general);
    assert.ok(channel?.isSendable());

    await channel.send('after all');
    assert.deepEqual(
      local.history(general).map(({ text }) => text),
      ['after all'],
    );
  });

  test('shows the errors of a message for each field', async (t) => {
    const { client, general } = await connect(t);
    const channel = client.channels.cache.get(general);
    assert.ok(channel?.isSendable());
    await assert.rejects(
      channel.send('x'.repeat(2001)),
      /content\[BASE_TYPE_MAX_LENGTH\]: Must be 2000 or fewer in length\./,
    );
    await assert.rejects(channel.send(''), { code: 50006 });
  });

  test('registers commands, answers and completes them, and receives button presses', async (t) => {
    const { local, client, general } = await connect(t);
    client.on(Events.InteractionCreate, async (interaction) => {
      if (interaction.isAutocomplete())
        return interaction.respond([{ name: 'Demo', value: 'demo' }]);
      if (interaction.isButton())
        return void (await interaction.update({ content: 'pressed', components: [] }));
      if (!interaction.isChatInputCommand()) return;
      await interaction.deferReply();
      const button = { type: 2, style: 4, label: 'Stop', customId: 'stop' } as const;
      const components = [{ type: 1, components: [button] }];
      await interaction.editReply({
        content: `model ${interaction.options.getString('name')}`,
        components,
      });
      await interaction.followUp({ content: 'psst', flags: 64 });
    });
    const option = { type: 3, name: 'name', description: 'Which', autocomplete: true } as const;
    const registered = await client.application.commands.set([
      { name: 'model', description: 'Choose', options: [option] },
    ]);
    assert.equal(registered.size, 1);
    assert.deepEqual(local.commands(general)[0]?.options, [
      { name: 'name', description: 'Which', autocomplete: true },
    ]);

    const typed = { roomId: general, name: 'model', option: 'name', typed: 'd' };
    assert.deepEqual(await local.complete(typed), [{ name: 'Demo', value: 'demo' }]);

    await local.run({ roomId: general, name: 'model', options: { name: 'demo' } });
    await eventually('both answers', () => local.history(general).length === 2);
    const [answer, whisper] = local.history(general);
    assert.deepEqual(
      [answer?.text, answer?.buttons[0]?.[0]?.style, whisper?.onlyYou],
      ['model demo', 'danger', true],
    );

    await local.press({ roomId: general, messageId: answer?.id ?? '', buttonId: 'stop' });
    assert.deepEqual(
      [local.history(general)[0]?.text, local.history(general)[0]?.buttons],
      ['pressed', []],
    );
  });

  test('misses no event that happened while the connection was broken', async (t) => {
    const { local, heard, general } = await connect(t);
    local.controls.disconnect();
    await local.say({ roomId: general, text: 'meanwhile' });
    await eventually('the message', () => heard.length === 1);
    assert.equal(
      local.controls.calls.filter(({ route }) => route === '/gateway/bot').length,
      1,
      'it resumed',
    );
  });

  test('reconnects when the gateway asks for it, and notices a silent connection', async (t) => {
    const { local, heard, general } = await connect(t, { limits: { heartbeatMs: 1_000 } });
    // A busy machine may miss a heartbeat, which ends the session with its messages: so each text is repeated until the bot receives it.
    const sayUntilHeard = async (text: string) => {
      while (!heard.some(({ content }) => content === text)) {
        await local.say({ roomId: general, text });
        await delay(100);
      }
    };
    local.controls.askToReconnect();
    await sayUntilHeard('one');
    local.controls.freeze();
    await sayUntilHeard('two');
  });

  test('identifies again when its session is gone', async (t) => {
    const { local, heard, general } = await connect(t);
    local.controls.invalidateSessions();
    await eventually('it is back', () => local.isOnline());
    await local.say({ roomId: general, text: 'again' });
    await eventually('the message', () => heard.length === 1);
  });

  test('receives the servers that it joins and leaves', async (t) => {
    const { local, client } = await connect(t);
    const { id } = local.controls.addServer('Second');
    await eventually('it joined', () => client.guilds.cache.has(id));
    local.controls.removeServer(id);
    await eventually('it left', () => !client.guilds.cache.has(id));
  });
});

test('discord.js reports intents that the gateway denies', async (t) => {
  const local = await startLocalDiscord();
  local.controls.denyIntents(['MessageContent']);
  const client = new Client({ intents, rest: { api: local.apiUrl } });
  t.after(async () => {
    await client.destroy();
    await local.stop();
  });
  await assert.rejects(client.login(local.token), /disallowed intents/i);
});
