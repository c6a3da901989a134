import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { startRawDiscord } from './raw-client.ts';
import { connectAndIdentify } from './raw-gateway.ts';

const PNG = Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d',
  'hex',
);
const picture = { name: 'my cat.png', mime: 'image/png', bytes: PNG };
const UNPACED = { reaction: { calls: 1000, windowMs: 1 } };

describe('an uploaded file', () => {
  test('has the size of its picture, and addresses that serve its bytes', async (t) => {
    const { local, general, rest } = await startRawDiscord(t);
    const said = await local.say({ roomId: general, text: 'see', files: [picture] });
    const { body } = await rest('GET', `/channels/${general}/messages/${said.id}`);
    const [attachment] = body.attachments;

    assert.partialDeepStrictEqual(attachment, {
      filename: 'my_cat.png',
      content_type: 'image/png',
      size: PNG.length,
      width: 3,
      height: 2,
    });
    for (const address of [attachment.url, attachment.proxy_url]) {
      const response = await fetch(address);
      assert.equal(response.headers.get('content-length'), `${PNG.length}`);
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), PNG);
    }
  });

  test('has an address that works for a day, and a fresh one in each answer', async (t) => {
    const clock = createFakeClock();
    const { local, general, rest } = await startRawDiscord(t, { clock });
    const { id } = await local.say({ roomId: general, text: '', files: [picture] });
    const readAddress = async () =>
      (await rest('GET', `/channels/${general}/messages/${id}`)).body.attachments[0].url;

    const first = await readAddress();
    assert.match(first, /\?ex=[0-9a-f]{8}&is=[0-9a-f]{8}&hm=[0-9a-f]{64}&$/);
    assert.equal((await fetch(first.replace(/ex=./, 'ex=f'))).status, 404);
    await clock.advance(25 * 3_600_000);
    assert.equal((await fetch(first)).status, 404);
    const second = await readAddress();
    assert.equal((await fetch(second)).status, 200);
    local.controls.expireFiles();
    assert.equal((await fetch(second)).status, 404);
  });

  test('has the type of its name, with a charset if it is a text', async (t) => {
    // A public bot compares with exactly these types, "video/MP2T" among them.
    const { local, general, rest } = await startRawDiscord(t);
    const text = Buffer.from('let a = 1;');
    const files = [
      { name: 'a.txt', mime: 'text/plain', bytes: text },
      { name: 'a.ts', mime: 'video/mp2t', bytes: text },
      { name: 'a.heic', mime: '', bytes: PNG },
      { name: 'latin.txt', mime: 'text/plain', bytes: Buffer.from('caf\xe9', 'latin1') },
    ];
    const { id } = await local.say({ roomId: general, text: '', files });
    const { attachments } = (await rest('GET', `/channels/${general}/messages/${id}`)).body;
    assert.deepEqual(
      attachments.map(({ content_type }: { content_type?: string }) => content_type),
      ['text/plain; charset=utf-8', 'video/MP2T; charset=utf-8', undefined, 'text/plain'],
    );
  });

  test('can be a voice message', async (t) => {
    const { local, general, rest } = await startRawDiscord(t);
    const voice = { name: 'voice-message.ogg', mime: 'audio/ogg', bytes: PNG };
    const file = { ...voice, sentAs: 'voice', durationMs: 3_400 } as const;
    const { id } = await local.say({ roomId: general, text: '', files: [file] });
    const { body } = await rest('GET', `/channels/${general}/messages/${id}`);
    assert.equal(body.flags, 8192);
    assert.equal(body.attachments[0].duration_secs, 3.4);
    assert.equal(Buffer.from(body.attachments[0].waveform, 'base64').length, 32);
  });
});

test('a forward holds a copy of the message, and the words come after it', async (t) => {
  const { local, general, rest } = await startRawDiscord(t);
  const random = local.rooms().find(({ name }) => name === 'random')?.id ?? '';
  const original = await local.say({ roomId: general, text: 'the recipe', files: [picture] });
  const copy = await local.forward({
    roomId: general,
    messageId: original.id,
    toRoomId: random,
    text: 'good?',
  });
  await local.edit(general, original.id, 'changed');

  const { body } = await rest('GET', `/channels/${random}/messages?limit=2`);
  const [comment, forwarded] = body;
  assert.equal(comment.content, 'good?');
  assert.equal(forwarded.id, copy.id);
  assert.partialDeepStrictEqual(forwarded, {
    content: '',
    flags: 16384,
    message_reference: { type: 1, channel_id: general, message_id: original.id },
  });
  const [snapshot] = forwarded.message_snapshots;
  assert.equal(snapshot.message.content, 'the recipe');
  assert.equal((await fetch(snapshot.message.attachments[0].url)).status, 200);
  assert.equal(copy.forwardedFrom, '');
  assert.equal(copy.text, 'the recipe');
});

test('people send polls and stickers', async (t) => {
  const { local, general, rest } = await startRawDiscord(t);
  const poll = { kind: 'poll', question: 'Tea?', options: ['Yes', 'No'] } as const;
  const asked = await local.say({ roomId: general, text: '', extra: poll });
  await local.say({ roomId: general, text: '', extra: { kind: 'sticker', name: 'heart' } });

  const [sticker, question] = (await rest('GET', `/channels/${general}/messages`)).body;
  assert.equal(question.poll.answers[1].poll_media.text, 'No');
  assert.deepEqual(asked.card, { ...poll, isMultiple: false });
  assert.partialDeepStrictEqual(sticker.sticker_items, [{ name: 'heart', format_type: 1 }]);
  const { origin } = new URL(local.apiUrl);
  const response = await fetch(`${origin}/stickers/${sticker.sticker_items[0].id}.png`);
  assert.equal(response.headers.get('content-type'), 'image/png');
  await assert.rejects(
    local.say({ roomId: general, text: '', extra: { kind: 'dice' } }),
    /Discord has no dice/,
  );
});

// Discord's documents, Message Object: a reply brings the whole message, but not what that one replies to.
test('a reply to a forward says where the forward is from', async (t) => {
  const { local, general, rest } = await startRawDiscord(t);
  const said = await local.say({ roomId: general, text: 'about soup' });
  await local.forward({ roomId: general, messageId: said.id, toRoomId: general });
  const forwardId = local.history(general).at(-1)?.id ?? '';
  const reply = await local.say({ roomId: general, text: 'really?', replyTo: forwardId });
  const { referenced_message: forward } = (
    await rest('GET', `/channels/${general}/messages/${reply.id}`)
  ).body;
  assert.deepEqual(
    [forward.message_reference.type, forward.message_reference.message_id],
    [1, said.id],
  );
  assert.equal(forward.referenced_message, undefined);
});

describe('a thread', () => {
  test('on a message begins with a message that points there', async (t) => {
    const discord = await startRawDiscord(t);
    const { local, general, rest } = discord;
    const gateway = await connectAndIdentify(t, discord);
    const said = await local.say({ roomId: general, text: 'about soup' });
    const thread = await local.openThread({ roomId: general, name: 'soup', messageId: said.id });

    assert.equal(thread.id, said.id);
    const { d } = await gateway.waitForDispatch('THREAD_CREATE');
    assert.equal(d.owner_id, local.me.id);
    const [starter] = (await rest('GET', `/channels/${thread.id}/messages`)).body;
    assert.equal(starter.type, 21);
    assert.equal(starter.referenced_message.content, 'about soup');
    assert.deepEqual(local.history(thread.id)[0]?.quote, {
      from: local.me.name,
      text: 'about soup',
    });
    assert.equal(local.history(general).at(-1)?.threadId, thread.id);
  });

  test('in a forum begins with a message that has its id', async (t) => {
    const { local, rest } = await startRawDiscord(t);
    const forum = local.controls.addForum('help');
    const files = [{ name: 'pot.png', mime: 'image/png', bytes: new Uint8Array(4) }];
    const call = { roomId: forum.id, name: 'Soup', text: 'Which salt?', files };
    const post = await local.openThread(call);
    const { body } = await rest('GET', `/channels/${post.id}/messages/${post.id}`);
    assert.equal(body.content, 'Which salt?');
    assert.equal(body.attachments[0].filename, 'pot.png');
    assert.equal((await rest('GET', `/channels/${forum.id}`)).body.type, 15);
    await assert.rejects(local.say({ roomId: forum.id, text: 'x' }), /Open a post/);
  });

  test('of the bot needs permissions, and a message without one', async (t) => {
    const { local, general, rest } = await startRawDiscord(t);
    const { id } = await local.say({ roomId: general, text: 'start' });
    const open = () => rest('POST', `/channels/${general}/messages/${id}/threads`, { name: 'x' });
    local.controls.denyPermissions(general, ['createThreads']);
    assert.equal((await open()).body.code, 50013);
    local.controls.denyPermissions(general, []);
    assert.equal((await open()).status, 201);
    assert.equal((await open()).body.code, 160004);
  });
});

test('PluralKit posts the words of a person again, and deletes the original', async (t) => {
  const discord = await startRawDiscord(t);
  const { local, general, rest } = discord;
  const gateway = await connectAndIdentify(t, discord);
  const first = await local.say({ roomId: general, text: 'first' });
  const said = await local.say({ roomId: general, text: 'A: hi', replyTo: first.id });
  local.controls.proxy(general, said.id, 'Ada');

  const { d } = await gateway.waitForDispatch('MESSAGE_DELETE');
  assert.equal(d.id, said.id);
  const [message] = (await rest('GET', `/channels/${general}/messages`)).body;
  assert.partialDeepStrictEqual(message, {
    content: 'A: hi',
    application_id: '466378653216014359',
    author: { username: 'Ada', bot: true, discriminator: '0000' },
  });
  assert.equal(message.webhook_id, message.author.id);
  assert.match(message.embeds[0].description, /\*\*\[Reply to:\]\(.*\)\*\* first/);
});

test('another bot posts embeds and components', async (t) => {
  const { local, general, rest } = await startRawDiscord(t);
  const bot = local.controls.addPerson('Weather', { isBot: true });
  const fields = [{ name: 'Wind', value: '3 m/s' }];
  const shown = local.controls.post(general, bot, { embeds: [{ title: 'Rain', fields }] });
  assert.deepEqual(shown.embeds, [{ title: 'Rain', fields }]);
  local.controls.post(general, bot, {
    flags: 1 << 15,
    components: [{ type: 10, content: '# Sun' }],
  });
  const [layout, embed] = (await rest('GET', `/channels/${general}/messages`)).body;
  assert.equal(layout.components[0].content, '# Sun');
  assert.equal(embed.author.bot, true);
});

test('reactions are shown, need permissions, and have limits', async (t) => {
  const { local, general, rest } = await startRawDiscord(t, { limits: UNPACED });
  const { id } = await local.say({ roomId: general, text: 'a question' });
  const react = (method: string, emoji: string) =>
    rest(method, `/channels/${general}/messages/${id}/reactions/${encodeURIComponent(emoji)}/@me`);
  const shown = () => local.history(general).at(-1)?.reactions;

  assert.equal((await react('PUT', '👀')).status, 204);
  assert.deepEqual(shown(), [{ emoji: '👀', userIds: [local.bot.id] }]);
  assert.equal((await react('PUT', 'eyes')).body.code, 10014);
  local.controls.denyPermissions(general, ['addReactions']);
  assert.equal((await react('DELETE', '👀')).status, 204);
  assert.equal(shown(), undefined);
  assert.equal((await react('PUT', '👀')).body.code, 50013);

  await local.react({ roomId: general, messageId: id, emoji: '👍' });
  assert.equal((await react('PUT', '👍')).status, 204);
  local.controls.denyPermissions(general, ['readMessageHistory']);
  assert.equal((await react('PUT', '👍')).body.code, 50013);
});
