import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { BUILT_IN_STICKERS } from '../../../playground/built-in-stickers.ts';
import { startLocalDiscord } from '../../../playground/discord/index.ts';
import { scaleLimits } from '../../../playground/discord/limits.ts';
import type { ChatMessage } from '../../../src/contracts/chat-message.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { silentLog } from '../../../src/lib/log.ts';
import { createDiscord } from '../../../src/platforms/discord/index.ts';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';
import { waitFor } from './start-bot.ts';

const TIME_SCALE = 0.05;
const signal = () => AbortSignal.timeout(GIVE_UP_MS);

/** The bot on a local Discord, with the messages that it reads. */
async function setUp(t: TestContext) {
  const messages: ChatMessage[] = [];
  const network = await startLocalDiscord({ limits: scaleLimits(TIME_SCALE) });
  const platform = createDiscord({
    env: { DISCORD_TOKEN: network.token, DISCORD_API_URL: network.apiUrl },
    clock: systemClock,
    log: silentLog,
    commands: [],
    timeScale: TIME_SCALE,
  });
  assert.ok(platform);
  t.after(async () => {
    await platform.stop();
    await network.stop();
  });

  await platform.start({
    async accept(event) {
      if (event.kind === 'message') messages.push(event.message);
    },
    complete: async () => [],
  });
  const roomId = network.rooms().find(({ name }) => name === 'general')?.id ?? '';
  const read = ({ id }: { readonly id: string }) =>
    waitFor(() => messages.find((message) => message.id === id), `message ${id} was not read`);
  const fetchText = async (ref = '') =>
    new TextDecoder().decode(await platform.fetch(ref, signal()));
  return { network, platform, roomId, read, fetchText };
}

describe('what people send on the local Discord', () => {
  const bytes = new TextEncoder().encode('sound');
  const voice = { name: 'voice-message.ogg', mime: 'audio/ogg', bytes, sentAs: 'voice' } as const;

  test('a poll is read with its answers', async (t) => {
    const { network, roomId, read } = await setUp(t);
    const extra = { kind: 'poll', question: 'Lunch?', options: ['Pizza', 'Salad'] } as const;
    const { details = '' } = await read(await network.say({ roomId, text: '', extra }));
    assert.match(details, /^\[poll\] Lunch\? \(one answer each, .*\)\n1\. Pizza.*\n2\. Salad/);
  });

  test('a sticker is named, and is a picture', async (t) => {
    const { network, platform, roomId, read } = await setUp(t);
    const { name = '' } = BUILT_IN_STICKERS[0] ?? {};
    const said = await network.say({ roomId, text: '', extra: { kind: 'sticker', name } });
    const { details, attachments } = await read(said);
    assert.equal(details, `[sticker] ${name}`);
    const picture = await platform.fetch(attachments[0]?.ref ?? '', signal());
    assert.deepEqual([...picture.slice(1, 4)], [...Buffer.from('PNG')]);
  });

  test('a voice message is fetched, also from a forward, and after its address expired', async (t) => {
    const { network, roomId, read, fetchText } = await setUp(t);
    const file = { ...voice, durationMs: 3_000 };
    const said = await network.say({ roomId, text: '', file });
    const [recording] = (await read(said)).attachments;
    assert.deepEqual([recording?.sentAs, recording?.durationMs], ['voice', 3_000]);
    assert.equal(await fetchText(recording?.ref), 'sound');
    network.controls.expireFiles();
    assert.equal(await fetchText(recording?.ref), 'sound');

    const call = { roomId, messageId: said.id, toRoomId: roomId };
    const { forwardedFrom, attachments } = await read(await network.forward(call));
    assert.deepEqual([forwardedFrom, attachments[0]?.sentAs], ['#general', 'voice']);
    assert.equal(await fetchText(attachments[0]?.ref), 'sound');
  });

  test('a proxy is a person, and links to what was replied to', async (t) => {
    const { network, roomId, read } = await setUp(t);
    const first = await network.say({ roomId, text: 'The build is red.' });
    const original = await network.say({ roomId, text: 'Why?', replyTo: first.id });
    const proxied = await read(network.controls.proxy(roomId, original.id, 'Sam'));
    assert.deepEqual(
      [proxied.author.name, proxied.author.isBot, proxied.origin, proxied.links],
      ['Sam', false, 'proxy', [{ channelId: roomId, messageId: first.id }]],
    );
  });

  test('a thread knows the message that it hangs on', async (t) => {
    const { network, platform, roomId, read } = await setUp(t);
    const start = await network.say({ roomId, text: 'The build is red.' });
    const thread = await network.openThread({ roomId, name: 'Build', messageId: start.id });
    const { channel } = await read(await network.say({ roomId: thread.id, text: 'Why?' }));
    assert.deepEqual([channel.kind, channel.parentName], ['thread', 'general']);
    const found = await platform.archive?.readThreadStart(channel, signal());
    assert.equal(found?.text, 'The build is red.');
  });

  test('a forum post knows its first message', async (t) => {
    const { network, platform, read } = await setUp(t);
    const forum = network.controls.addForum('questions');
    const post = await network.openThread({ roomId: forum.id, name: 'Build', text: 'It is red.' });
    const { channel } = await read(await network.say({ roomId: post.id, text: 'Why?' }));
    const found = await platform.archive?.readThreadStart(channel, signal());
    assert.deepEqual([channel.parentName, found?.text], ['questions', 'It is red.']);
  });
});

describe('what the bot writes on the local Discord', () => {
  // https://discord.com/developers/docs/resources/message#message-reference-structure, `fail_if_not_exists`: such a message is no reply.
  test('a message that arrives after its question was deleted is found again by its button', async (t) => {
    const { network, platform, roomId } = await setUp(t);
    const { id: questionId } = await network.say({ roomId, text: 'A question' });
    await network.remove(roomId, questionId);
    const surface = platform.surface({
      channel: { platform: 'discord', id: roomId, kind: 'group' },
      questionId,
    });
    const controls = [[{ id: 'stop:7', label: 'Stop' }]];
    const options = { state: 'growing', key: 'a', controls, signal: signal() } as const;
    const page = surface.dialect.open().update('The beginning', 'growing')[0];
    const written = await surface.put(undefined, page, options);
    const search = { isOwnButton: (id: string) => id === 'stop:7', signal: signal() };
    assert.equal((await surface.findNext?.(search))?.messageId, written.messageId);
    const others = new Set([written.messageId]);
    assert.equal(await surface.findNext?.({ ...search, others }), undefined);
  });
});
