import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { SaidExtra } from '../../../playground/said-message.ts';
import type { LocalTelegram } from '../../../playground/telegram/index.ts';
import {
  callOk,
  callRefused,
  FRIENDS,
  startTelegramForTest,
  takeUpdates,
  WORKSHOP,
} from './local-telegram.ts';

const robinOf = (local: LocalTelegram) =>
  local.people().find(({ name }) => name === 'Robin')?.id ?? '';

/** Does something, and gives the last update that the bot receives for it. */
async function lastUpdate(local: LocalTelegram, act: () => unknown) {
  await takeUpdates(local);
  await act();
  return (await takeUpdates(local)).at(-1);
}

test('people send polls, places, contacts, dice, checklists, stories and stickers', async (t) => {
  const local = await startTelegramForTest(t);
  const cases: readonly [SaidExtra, object][] = [
    [
      { kind: 'poll', question: 'Tea?', options: ['Yes', 'No'] },
      { poll: { question: 'Tea?', type: 'regular' } },
    ],
    [{ kind: 'location', latitude: 1, longitude: 2 }, { location: { latitude: 1, longitude: 2 } }],
    [
      { kind: 'location', latitude: 1, longitude: 2, title: 'Café', address: 'Mill Lane' },
      { venue: { title: 'Café', address: 'Mill Lane' }, location: { latitude: 1 } },
    ],
    [
      { kind: 'contact', name: 'Ada', phone: '+1 555' },
      { contact: { first_name: 'Ada', phone_number: '+1 555' } },
    ],
    [{ kind: 'dice', emoji: '🎯', value: 6 }, { dice: { emoji: '🎯', value: 6 } }],
    [
      { kind: 'checklist', title: 'Trip', tasks: ['tent'] },
      { checklist: { title: 'Trip', tasks: [{ id: 1, text: 'tent' }] } },
    ],
    [{ kind: 'story' }, { story: { id: 1 } }],
    [{ kind: 'sticker', name: 'laugh' }, { sticker: { emoji: '😂', is_animated: false } }],
  ];
  for (const [extra, expected] of cases) {
    const { message } = await lastUpdate(local, () =>
      local.say({ roomId: local.me.id, text: '', extra }),
    );
    assert.partialDeepStrictEqual(message, expected);
  }
});

describe('a forward', () => {
  test('says who wrote the original, after the words of the person', async (t) => {
    const local = await startTelegramForTest(t, { privacy: false });
    const robin = robinOf(local);
    const roomId = `${FRIENDS}`;
    const original = await local.say({ roomId, authorId: robin, text: 'soup' });
    const call = { roomId, messageId: original.id, toRoomId: local.me.id };
    await takeUpdates(local);
    const copy = await local.forward({ ...call, text: 'good?' });
    const [words, forwarded] = await takeUpdates(local);
    assert.equal(words.message.text, 'good?');
    assert.partialDeepStrictEqual(forwarded.message, {
      text: 'soup',
      forward_origin: { type: 'user', sender_user: { first_name: 'Robin' } },
    });
    assert.equal(copy.forwardedFrom, 'Robin');

    local.controls.hideForwards(robin);
    const { message } = await lastUpdate(local, () => local.forward(call));
    assert.partialDeepStrictEqual(message.forward_origin, {
      type: 'hidden_user',
      sender_user_name: 'Robin',
    });
  });

  test('of an anonymous admin names the group', async (t) => {
    const local = await startTelegramForTest(t);
    const roomId = `${FRIENDS}`;
    const { id } = local.controls.sayAnonymously(roomId, 'rules');
    const { message } = await lastUpdate(local, () =>
      local.forward({ roomId, messageId: id, toRoomId: local.me.id }),
    );
    assert.partialDeepStrictEqual(message.forward_origin, {
      type: 'chat',
      sender_chat: { title: 'Friends' },
    });
  });
});

describe('a reply', () => {
  test('can quote a part of the message', async (t) => {
    const local = await startTelegramForTest(t);
    const roomId = local.me.id;
    const { id } = await local.say({ roomId, text: 'salt and pepper' });
    const { message } = await lastUpdate(local, () =>
      local.say({ roomId, text: 'why?', replyTo: id, quote: 'pepper' }),
    );
    assert.deepEqual(message.quote, { text: 'pepper', position: 9, is_manual: true });
    assert.equal(message.reply_to_message.text, 'salt and pepper');
    await assert.rejects(local.say({ roomId, text: 'x', replyTo: id, quote: 'sugar' }));
  });

  test('can be to a message of another chat', async (t) => {
    const local = await startTelegramForTest(t, { privacy: false });
    const roomId = `${FRIENDS}`;
    const { id } = await local.say({ roomId, authorId: robinOf(local), text: 'soup' });
    const { message } = await lastUpdate(local, () =>
      local.say({ roomId: local.me.id, text: 'this?', replyTo: id, replyToRoomId: roomId }),
    );
    assert.equal(message.reply_to_message, undefined);
    assert.partialDeepStrictEqual(message, {
      quote: { text: 'soup', position: 0 },
      external_reply: { origin: { type: 'user' }, chat: { id: FRIENDS }, message_id: Number(id) },
    });
  });
});

test('people format their texts, and send rich messages', async (t) => {
  const local = await startTelegramForTest(t);
  const roomId = local.me.id;
  const entities = [{ type: 'text_link', offset: 0, length: 4, url: 'https://example.com/' }];
  const { message } = await lastUpdate(local, () =>
    local.say({ roomId, text: 'here it is', entities }),
  );
  assert.deepEqual(message.entities, entities);

  const blocks = [{ type: 'heading', size: 1, text: 'Soup' }];
  const rich = await lastUpdate(local, () => local.controls.sayRich(roomId, blocks));
  assert.deepEqual(rich.message.rich_message, { blocks });
});

describe('the marks in a typed text', () => {
  const markedText = async (t: TestContext, text: string) => {
    const local = await startTelegramForTest(t);
    const { message } = await lastUpdate(local, () =>
      local.say({ roomId: local.me.id, text, hasMarks: true }),
    );
    return message;
  };

  test('become entities, as in the apps', async (t) => {
    const { text, entities } = await markedText(
      t,
      'see **this** [page](https://example.com/a):\n```py\n@Robin **x**\n```\nand `y`',
    );
    assert.equal(text, 'see this page:\n@Robin **x**\nand y');
    assert.deepEqual(entities, [
      { type: 'bold', offset: 4, length: 4 },
      { type: 'text_link', offset: 9, length: 4, url: 'https://example.com/a' },
      { type: 'pre', offset: 15, length: 12, language: 'py' },
      { type: 'code', offset: 32, length: 1 },
    ]);
  });

  test('stay with their words where a mention gets longer, and where a text is split', async (t) => {
    const { text, entities } = await markedText(t, '@Parley **now** @Parley');
    assert.equal(text, '@parley_bot now @parley_bot');
    assert.deepEqual(entities[1], { type: 'bold', offset: 12, length: 3 });

    const local = await startTelegramForTest(t);
    await takeUpdates(local);
    const code = 'a'.repeat(5000);
    await local.say({ roomId: local.me.id, text: `\`\`\`${code}\`\`\``, hasMarks: true });
    const parts = (await takeUpdates(local)).map(({ message }: { message: object }) => message);
    assert.partialDeepStrictEqual(parts, [
      { entities: [{ type: 'pre', offset: 0, length: 4096 }] },
      { entities: [{ type: 'pre', offset: 0, length: 904 }] },
    ]);
  });
});

test('a post of a channel comes twice: from the channel, and in the linked group', async (t) => {
  const local = await startTelegramForTest(t, { privacy: false });
  const channel = local.controls.addChannel('News', `${FRIENDS}`);
  await takeUpdates(local);
  const post = await local.say({ roomId: channel.id, text: 'rain' });
  const [first, second] = await takeUpdates(local);
  assert.partialDeepStrictEqual(first.channel_post, {
    text: 'rain',
    chat: { type: 'channel', title: 'News' },
    sender_chat: { title: 'News' },
  });
  assert.equal(first.channel_post.from, undefined);
  assert.partialDeepStrictEqual(second.message, {
    is_automatic_forward: true,
    sender_chat: { title: 'News' },
    forward_origin: { type: 'channel', message_id: Number(post.id) },
  });

  const edited = await lastUpdate(local, () => local.edit(channel.id, post.id, 'snow'));
  assert.equal(edited.edited_channel_post.text, 'snow');
  const answer = await callOk(local, 'sendMessage', { chat_id: channel.id, text: 'cold' });
  assert.equal(answer.from, undefined);
  assert.equal((await takeUpdates(local)).at(-1).message.text, 'cold');
});

describe('topics', () => {
  test('exist in private chats only if they are switched on', async (t) => {
    const local = await startTelegramForTest(t);
    const chat_id = local.me.id;
    assert.match(
      await callRefused(local, 'createForumTopic', { chat_id, name: 'Soup' }),
      /not a forum/,
    );
    await assert.rejects(local.openThread({ roomId: chat_id, name: 'Soup' }), /no topics/);

    local.controls.setPrivateTopics(true);
    const { message_thread_id } = await callOk(local, 'createForumTopic', {
      chat_id,
      name: 'Soup',
    });
    const roomId = `${chat_id}/${message_thread_id}`;
    const { message } = await lastUpdate(local, () => local.say({ roomId, text: 'salt?' }));
    assert.partialDeepStrictEqual(message, { message_thread_id, is_topic_message: true });
    assert.equal((await callOk(local, 'getMe')).has_topics_enabled, true);
    assert.deepEqual(local.history(roomId, robinOf(local)), []);
  });

  test('are opened by people', async (t) => {
    const local = await startTelegramForTest(t);
    const room = await local.openThread({ roomId: `${WORKSHOP}`, name: 'Soup', text: 'hi' });
    assert.deepEqual(
      local.rooms().find(({ id }) => id === room.id),
      room,
    );
    assert.equal(local.history(room.id).at(-1)?.text, 'hi');
  });
});

test('a reaction of the bot is shown, replaced, and may be forbidden', async (t) => {
  const local = await startTelegramForTest(t, { privacy: false });
  const { id: message_id } = await local.say({ roomId: `${FRIENDS}`, text: 'hi' });
  const react = (...emojis: string[]) => ({
    chat_id: FRIENDS,
    message_id,
    reaction: emojis.map((emoji) => ({ type: 'emoji', emoji })),
  });
  const shown = () => local.history(`${FRIENDS}`).at(-1)?.reactions;
  await takeUpdates(local);

  await callOk(local, 'setMessageReaction', react('👀'));
  assert.deepEqual(shown(), [{ emoji: '👀', userIds: [local.bot.id] }]);
  await callOk(local, 'setMessageReaction', react());
  assert.equal(shown(), undefined);
  local.controls.allowReactions(`${FRIENDS}`, ['👍']);
  assert.match(await callRefused(local, 'setMessageReaction', react('👀')), /REACTION_INVALID/);
  assert.deepEqual(await takeUpdates(local), []);
});
