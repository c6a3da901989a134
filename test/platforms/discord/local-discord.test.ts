import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { startLocalDiscord } from '../../../playground/discord/index.ts';
import { type DiscordLimits, scaleLimits } from '../../../playground/discord/limits.ts';
import type { LocalDiscord } from '../../../playground/discord/local-discord.ts';
import type { Command } from '../../../src/contracts/command.ts';
import type { InboundEvent, Inbox } from '../../../src/contracts/inbox.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { createReplies } from '../../../src/replies/replies.ts';
import { surfaceSuite } from '../../contracts/surface-suite.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import { putOptions, waitFor } from './start-bot.ts';

const TIME_SCALE = 0.05;

async function startPlatform(
  t: TestContext,
  inbox: Inbox,
  commands: readonly Command[] = [],
  limits: Partial<DiscordLimits> = {},
) {
  const network: LocalDiscord = await startLocalDiscord({
    limits: { ...scaleLimits(TIME_SCALE), ...limits },
  });
  const env = { DISCORD_TOKEN: network.token, DISCORD_API_URL: network.apiUrl };
  const platform = createDiscord({
    env,
    clock: systemClock,
    log: silentLog,
    commands,
    timeScale: TIME_SCALE,
  });
  assert.ok(platform);
  t.after(async () => {
    await platform.stop();
    await network.stop();
  });
  await platform.start(inbox);
  const roomId = network.rooms().find(({ name }) => name === 'general')?.id ?? '';
  return { network, platform, roomId, oversized: { content: 'x'.repeat(2_001) }, findsOwn: true };
}

surfaceSuite('discord', startPlatform);

describe('discord.js and the local Discord', () => {
  const model: Command = {
    name: 'model',
    description: 'Choose',
    options: [{ name: 'name', description: 'Which', complete: async () => [] }],
    run: async () => ({ text: '' }),
  };

  async function setUp(t: TestContext) {
    const events: InboundEvent[] = [];
    const inbox = {
      accept: async (event: InboundEvent) => void events.push(event),
      complete: async () => [{ name: 'Demo', value: 'demo/fast' }],
    };
    const all = await startPlatform(t, inbox, [model]);
    const until = <Kind extends InboundEvent['kind']>(kind: Kind) =>
      waitFor(
        () =>
          events.find(
            (event): event is typeof event & { readonly kind: Kind } => event.kind === kind,
          ),
        `no ${kind}`,
      );
    return { ...all, events, until };
  }

  test('an answer is written over an old message as well, however few edits of it are allowed', async (t) => {
    const inbox = { accept: async () => {}, complete: async () => [] };
    const { network, platform, roomId } = await startPlatform(t, inbox, [], {
      lateEditAfterMs: -1,
    });
    const address = { channel: { platform: 'discord', id: roomId, kind: 'group' } } as const;
    const surface = platform.surface(address);
    const place = await surface.put(undefined, { content: 'The first version' }, putOptions());
    const request = {
      surface,
      key: 'again',
      messages: [place],
      signal: AbortSignal.timeout(GIVE_UP_MS),
    };
    const reply = createReplies({ clock: systemClock, log: silentLog }).open(request);
    let words = 0;
    const isRefused = () => {
      words += 1;
      reply.show('another version '.repeat(1 + (words % 100)));
      return network.controls.calls.some(({ status }) => status === 429);
    };
    await waitFor(isRefused, 'no edit was refused');
    await reply.finish('another version, whole');
    const answers = network.history(roomId).filter(({ author }) => author.id === network.bot.id);
    assert.deepEqual(
      answers.map(({ text }) => text),
      ['another version, whole'],
    );
  });

  test('a registered command is called, completed and answered for the asker only', async (t) => {
    const { network, platform, roomId, until } = await setUp(t);
    assert.deepEqual(
      network.commands(roomId).map(({ name }) => name),
      ['model'],
    );
    assert.deepEqual(
      await network.complete({ roomId, name: 'model', option: 'name', typed: 'd' }),
      [{ name: 'Demo', value: 'demo/fast' }],
    );
    const ran = network.run({ roomId, name: 'model', options: { name: 'demo/fast' } });
    const { call, address } = await until('command');
    assert.deepEqual(call.options, { name: 'demo/fast' });
    assert.equal(call.author.isServerAdmin, true);
    await platform
      .surface(address)
      .put(undefined, { content: 'chosen' }, putOptions({ onlyAsker: true }));
    await ran;
    const shown = network.history(roomId).at(-1);
    assert.equal(shown?.text, 'chosen');
    assert.equal(shown?.onlyYou, true);
  });

  test('the file of a page arrives with a new message, and once however often an edit brings it', async (t) => {
    const { network, platform, roomId, until } = await setUp(t);
    await network.say({ roomId, text: `@${network.bot.name} hi` });
    const { address } = await until('message');
    const surface = platform.surface(address);
    const page = { content: 'the end', file: { name: 'answer.md', markdown: '# whole' } };
    const filesOf = () => network.history(roomId).at(-1)?.files;
    const created = await surface.put(undefined, page, putOptions());
    assert.deepEqual(filesOf(), [{ name: 'answer.md', bytes: 7 }]);
    const edited = await surface.put(created, page, putOptions());
    assert.deepEqual(filesOf(), [{ name: 'answer.md', bytes: 7 }]);
    const text = await surface.put(edited, { content: 'only text' }, putOptions());
    assert.deepEqual(filesOf(), []);
    await surface.put(text, page, putOptions());
    assert.deepEqual(filesOf(), [{ name: 'answer.md', bytes: 7 }]);
  });

  test('where files are forbidden, a sentence stands in the place of one', async (t) => {
    const { network, platform, roomId, until } = await setUp(t);
    await network.say({ roomId, text: `@${network.bot.name} hi` });
    const { address } = await until('message');
    network.controls.denyPermissions(roomId, ['attachFiles']);
    const page = { content: '', file: { name: 'answer.md', markdown: '# whole' } };
    const surface = platform.surface(address);
    const place = await surface.put(undefined, page, putOptions());
    assert.match(network.history(roomId).at(-1)?.text ?? '', /not allowed to attach files/);
    await surface.put(place, page, putOptions());
    assert.deepEqual(network.history(roomId).at(-1)?.files, []);
  });

  test('an answer to a command goes on by the channel when the right to answer ends, in the same message', async (t) => {
    const { network, platform, roomId, until } = await setUp(t);
    const ran = network.run({ roomId, name: 'model', options: { name: 'x' } });
    const { address } = await until('command');
    assert.ok(address.interaction);
    let { expiresAt } = address.interaction;
    const interaction = {
      ...address.interaction,
      get expiresAt() {
        return expiresAt;
      },
    };
    const surface = platform.surface({ ...address, interaction });
    const signal = new AbortController().signal;
    const reply = createReplies({ clock: systemClock, log: silentLog }).open({
      surface,
      key: 'turn',
      signal,
    });
    reply.show('What comes by the interaction, and then more of it.');
    await ran;
    await waitFor(
      () => network.history(roomId).at(-1)?.text.endsWith('more of it.'),
      'it does not begin',
    );
    // A token is not relied on in its last 10 s.
    expiresAt = Date.now() + 10_000;
    assert.ok(!surface.budget().scope.includes('interaction'));
    reply.show('What comes by the interaction, and then more of it. This comes by the channel,');
    await waitFor(
      () => network.history(roomId).at(-1)?.text.endsWith('channel,'),
      'it does not go on',
    );
    await reply.finish(
      'What comes by the interaction, and then more of it. This comes by the channel, and ends there.',
    );
    const answers = network.history(roomId).filter(({ author }) => author.id === network.bot.id);
    assert.deepEqual(
      answers.map(({ text }) => text),
      [
        'What comes by the interaction, and then more of it. This comes by the channel, and ends there.',
      ],
    );
  });

  test('a pressed button changes its message', async (t) => {
    const { network, platform, roomId, until } = await setUp(t);
    await network.say({ roomId, text: `@${network.bot.name} hi` });
    const surface = platform.surface((await until('message')).address);
    const controls = [[{ id: 'model:2', label: 'Two' }]];
    const { messageId } = await surface.put(
      undefined,
      { content: 'one' },
      putOptions({ controls }),
    );
    const pressed = network.press({ roomId, messageId, buttonId: 'model:2' });
    const { message, address } = await until('button');
    await platform.surface(address).put(message, { content: 'two' }, putOptions());
    await pressed;
    assert.equal(network.history(roomId).at(-1)?.text, 'two');
  });

  test('edits, deletions, threads and direct messages are heard', async (t) => {
    const { network, roomId, events, until } = await setUp(t);
    const said = await network.say({ roomId, text: 'one' });
    await network.edit(roomId, said.id, 'two');
    assert.equal((await until('edited')).message.text, 'two');
    await network.remove(roomId, said.id);
    assert.equal((await until('deleted')).messageId, said.id);
    for (const kind of ['thread', 'direct'] as const) {
      const room = network.rooms().find((each) => each.kind === kind);
      assert.ok(room);
      await network.say({ roomId: room.id, text: 'hello' });
      await waitFor(
        () =>
          events.some((event) => event.kind === 'message' && event.message.channel.kind === kind),
        `no ${kind}`,
      );
    }
  });

  test('an attachment is fetched', async (t) => {
    const { network, platform, roomId, until } = await setUp(t);
    const bytes = new TextEncoder().encode('text');
    await network.say({ roomId, text: 'look', file: { name: 'a.txt', mime: 'text/plain', bytes } });
    const { attachments } = (await until('message')).message;
    assert.equal(attachments[0]?.name, 'a.txt');
    assert.deepEqual(
      new Uint8Array(
        await platform.fetch(attachments[0]?.ref ?? '', AbortSignal.timeout(GIVE_UP_MS)),
      ),
      bytes,
    );
  });

  test('after a broken connection it hears again', async (t) => {
    const { network, roomId, until } = await setUp(t);
    network.controls.disconnect();
    await waitFor(() => network.isOnline(), 'it stayed away');
    await network.say({ roomId, text: 'still there?' });
    assert.equal((await until('message')).message.text, 'still there?');
  });

  test('a server that it joins or leaves is told', async (t) => {
    const { network, until } = await setUp(t);
    const { id, room } = network.controls.addServer('Elsewhere');
    assert.equal((await until('added')).channel.id, room.id);
    network.controls.removeServer(id);
    assert.equal((await until('removed')).channel.server, id);
  });
});
