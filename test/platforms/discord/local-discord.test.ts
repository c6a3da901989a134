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
import { localized } from '../../helpers/localized.ts';
import { findEvent, putOptions, waitFor } from './start-bot.ts';

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
  await platform.start({
    ...inbox,
    accept(event, carried) {
      platform.receive?.(event, carried);
      return inbox.accept(event, carried);
    },
  });
  const roomId = network.rooms().find(({ name }) => name === 'general')?.id ?? '';
  return { network, platform, roomId, oversized: { content: 'x'.repeat(2_001) }, findsOwn: true };
}

surfaceSuite('discord', startPlatform);

describe('the bot on the local Discord', () => {
  const model: Command = {
    name: 'model',
    description: localized('Choose'),
    options: [{ name: 'name', description: localized('Which'), complete: async () => [] }],
    run: async () => ({ text: '' }),
  };

  async function setUp(t: TestContext) {
    const events: InboundEvent[] = [];
    const inbox = {
      accept: async (event: InboundEvent) => void events.push(event),
      complete: async () => [{ name: 'Demo', value: 'demo/fast' }],
    };
    const all = await startPlatform(t, inbox, [model]);
    const waitForEvent = <Kind extends InboundEvent['kind']>(kind: Kind) =>
      waitFor(() => findEvent(events, kind), `no ${kind} event`);
    return { ...all, events, waitForEvent };
  }

  test('knows its owner, has no link outside of Discord, and opens direct messages', async (t) => {
    const { platform, network } = await setUp(t);
    const owner = network.me.id;
    const account = platform.identity?.();
    assert.deepEqual(account?.ownerIds, [owner]);
    assert.equal(account?.link, undefined);

    const { signal } = new AbortController();
    const channel = await platform.openDirect?.(owner, signal);
    assert.equal(channel?.kind, 'direct');
    assert.ok(channel && network.rooms().some(({ id }) => id === channel.id));
    await assert.rejects(async () => platform.openDirect?.('999', signal), {
      name: 'DiscordError',
    });
  });

  test('writes an answer over an old message, although few edits of it are allowed', async (t) => {
    const inbox = { accept: async () => {}, complete: async () => [] };
    const { network, platform, roomId } = await startPlatform(t, inbox, [], {
      lateEditAfterMs: -1,
    });
    const address = { channel: { platform: 'discord', id: roomId, kind: 'group' } } as const;
    const surface = platform.surface(address);
    const message = await surface.put(undefined, { content: 'The first version' }, putOptions());
    const request = {
      surface,
      key: 'again',
      messages: [message],
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

  test('registers a command, completes it, and answers it only for the asker', async (t) => {
    const { network, platform, roomId, waitForEvent } = await setUp(t);
    assert.deepEqual(
      network.commands(roomId).map(({ name }) => name),
      ['model'],
    );
    assert.deepEqual(
      await network.complete({ roomId, name: 'model', option: 'name', typed: 'd' }),
      [{ name: 'Demo', value: 'demo/fast' }],
    );
    const ran = network.run({ roomId, name: 'model', options: { name: 'demo/fast' } });
    const { call, address } = await waitForEvent('command');
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

  test('sends the file of a page with a new message, and keeps one file whatever the number of edits', async (t) => {
    const { network, platform, roomId, waitForEvent } = await setUp(t);
    await network.say({ roomId, text: `@${network.bot.name} hi` });
    const { address } = await waitForEvent('message');
    const surface = platform.surface(address);
    const page = { content: 'the end', file: { name: 'answer.md', markdown: '# whole' } };
    const filesOf = () => network.history(roomId).at(-1)?.files;
    const created = await surface.put(undefined, page, putOptions());
    assert.deepEqual(filesOf(), [{ name: 'answer.md', mime: 'text/markdown', bytes: 7 }]);
    const edited = await surface.put(created, page, putOptions());
    assert.deepEqual(filesOf(), [{ name: 'answer.md', mime: 'text/markdown', bytes: 7 }]);
    const text = await surface.put(edited, { content: 'only text' }, putOptions());
    assert.deepEqual(filesOf(), []);
    await surface.put(text, page, putOptions());
    assert.deepEqual(filesOf(), [{ name: 'answer.md', mime: 'text/markdown', bytes: 7 }]);
  });

  test('shows a sentence in place of a file where files are forbidden', async (t) => {
    const { network, platform, roomId, waitForEvent } = await setUp(t);
    await network.say({ roomId, text: `@${network.bot.name} hi` });
    const { address } = await waitForEvent('message');
    network.controls.denyPermissions(roomId, ['attachFiles']);
    const page = { content: '', file: { name: 'answer.md', markdown: '# whole' } };
    const surface = platform.surface(address);
    const message = await surface.put(undefined, page, putOptions());
    assert.match(network.history(roomId).at(-1)?.text ?? '', /not allowed to attach files/);
    await surface.put(message, page, putOptions());
    assert.deepEqual(network.history(roomId).at(-1)?.files, []);
  });

  test('continues the answer to a command in the same message when its token ends', async (t) => {
    const { network, platform, roomId, waitForEvent } = await setUp(t);
    const ran = network.run({ roomId, name: 'model', options: { name: 'x' } });
    const { address } = await waitForEvent('command');
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
    reply.show('The token reaches this, and this too.');
    await ran;
    await waitFor(
      () => network.history(roomId).at(-1)?.text.endsWith('this too.'),
      'the answer does not begin',
    );
    // A token is not used in its last 10 s.
    expiresAt = Date.now() + 10_000;
    assert.ok(!surface.budget().scope.includes('interaction'));
    reply.show('The token reaches this, and this too. The channel shows this,');
    await waitFor(
      () => network.history(roomId).at(-1)?.text.endsWith('shows this,'),
      'the answer does not continue',
    );
    await reply.finish(
      'The token reaches this, and this too. The channel shows this, and ends there.',
    );
    const answers = network.history(roomId).filter(({ author }) => author.id === network.bot.id);
    assert.deepEqual(
      answers.map(({ text }) => text),
      ['The token reaches this, and this too. The channel shows this, and ends there.'],
    );
  });

  test('edits the message of a pressed button', async (t) => {
    const { network, platform, roomId, waitForEvent } = await setUp(t);
    await network.say({ roomId, text: `@${network.bot.name} hi` });
    const surface = platform.surface((await waitForEvent('message')).address);
    const controls = [[{ id: 'model:2', label: 'Two' }]];
    const { messageId } = await surface.put(
      undefined,
      { content: 'one' },
      putOptions({ controls }),
    );
    const pressed = network.press({ roomId, messageId, buttonId: 'model:2' });
    const { message, address } = await waitForEvent('button');
    await platform.surface(address).put(message, { content: 'two' }, putOptions());
    await pressed;
    assert.equal(network.history(roomId).at(-1)?.text, 'two');
  });

  test('receives edits, deletions, and messages from threads and direct messages', async (t) => {
    const { network, roomId, events, waitForEvent } = await setUp(t);
    const sent = await network.say({ roomId, text: 'one' });
    await network.edit(roomId, sent.id, 'two');
    assert.equal((await waitForEvent('edited')).message.text, 'two');
    await network.remove(roomId, sent.id);
    assert.equal((await waitForEvent('deleted')).messageId, sent.id);
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

  test('fetches an attachment', async (t) => {
    const { network, platform, roomId, waitForEvent } = await setUp(t);
    const bytes = new TextEncoder().encode('text');
    await network.say({ roomId, text: 'look', file: { name: 'a.txt', mime: 'text/plain', bytes } });
    const { attachments } = (await waitForEvent('message')).message;
    assert.equal(attachments[0]?.name, 'a.txt');
    assert.deepEqual(
      new Uint8Array(
        await platform.fetch(attachments[0]?.ref ?? '', AbortSignal.timeout(GIVE_UP_MS)),
      ),
      bytes,
    );
  });

  test('opens a thread on a question, answers in it, and reads the question as its start', async (t) => {
    const { network, platform, roomId, waitForEvent } = await setUp(t);
    const signal = AbortSignal.timeout(GIVE_UP_MS);
    await network.say({ roomId, text: `@${network.bot.name} why is the sky blue?` });
    const { message, address } = await waitForEvent('message');
    const { id: questionId } = message;
    const thread = {
      ...address.channel,
      id: questionId,
      kind: 'thread',
      parentId: roomId,
    } as const;
    const threadAddress = { channel: thread, questionId, opensThread: message.text };

    await platform.openThread?.(threadAddress, signal);
    await platform.openThread?.(threadAddress, signal);
    const room = network.rooms().find(({ id }) => id === questionId);
    assert.deepEqual([room?.kind, room?.name], ['thread', 'why is the sky blue?']);

    const surface = platform.surface(threadAddress);
    await surface.put(undefined, { content: 'It scatters.' }, putOptions());
    const answer = network.history(questionId).find(({ text }) => text === 'It scatters.');
    assert.ok(answer?.author.isBot && answer.replyTo === undefined);

    const start = await platform.archive?.readThreadStart(thread, signal);
    assert.deepEqual([start?.id, start?.text], [questionId, 'why is the sky blue?']);
  });

  test('shows by a reaction that a question was heard, and takes it away', async (t) => {
    const { network, platform, roomId, waitForEvent } = await setUp(t);
    const signal = AbortSignal.timeout(GIVE_UP_MS);
    await network.say({ roomId, text: `@${network.bot.name} hi` });
    const surface = platform.surface((await waitForEvent('message')).address);
    const changes = () =>
      network.controls.calls.filter(({ path }) => path.includes('/reactions/')).length;
    await surface.react?.('👀', signal);
    await surface.react?.(undefined, signal);
    assert.equal(changes(), 2);
    network.controls.denyPermissions(roomId, ['addReactions']);
    await assert.rejects(async () => surface.react?.('👀', signal), { kind: 'forbidden' });
  });

  test('reads what was said before a question, with its own answers', async (t) => {
    const { network, platform, roomId, waitForEvent, events } = await setUp(t);
    const signal = AbortSignal.timeout(GIVE_UP_MS);
    await network.say({ roomId, text: 'The build is red.' });
    const surface = platform.surface((await waitForEvent('message')).address);
    await surface.put(undefined, { content: 'I will look.' }, putOptions());
    const { id: messageId } = await network.say({ roomId, text: `@${network.bot.name} and?` });
    await waitFor(() => events.length === 2, 'no question');

    const location = { channelId: roomId, messageId };
    const read = async () => (await platform.archive?.readBefore(location, 2, signal)) ?? [];
    assert.deepEqual(
      (await read()).map(({ text, isOwn = false }) => [text, isOwn]),
      [
        ['The build is red.', false],
        ['I will look.', true],
      ],
    );
    network.controls.denyPermissions(roomId, ['readMessageHistory']);
    assert.deepEqual(await read(), []);
    assert.equal(await platform.archive?.read(location, signal), undefined);
  });

  test('receives messages again after a broken connection', async (t) => {
    const { network, roomId, waitForEvent } = await setUp(t);
    network.controls.disconnect();
    await waitFor(() => network.isOnline(), 'the bot did not reconnect');
    await network.say({ roomId, text: 'still there?' });
    assert.equal((await waitForEvent('message')).message.text, 'still there?');
  });

  test('receives an event when it joins or leaves a server', async (t) => {
    const { network, waitForEvent } = await setUp(t);
    const { id, room } = network.controls.addServer('Elsewhere');
    assert.equal((await waitForEvent('added')).channel.id, room.id);
    network.controls.removeServer(id);
    assert.equal((await waitForEvent('removed')).channel.server, id);
  });
});
