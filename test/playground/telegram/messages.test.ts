import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import {
  callOk,
  callRefused,
  FRIENDS,
  IDEAS,
  sendToMe,
  startTelegramForTest,
  takeUpdates,
  WORKSHOP,
} from './local-telegram.ts';

const button = (data: string) => ({ inline_keyboard: [[{ text: 'Go', callback_data: data }]] });

test('a message has 1 to 4096 characters, counted as code points after parsing', async (t) => {
  const local = await startTelegramForTest(t);
  const chat_id = local.me.id;
  assert.equal(
    await callRefused(local, 'sendMessage', { chat_id, text: '' }),
    'Bad Request: message text is empty',
  );
  assert.equal(
    await callRefused(local, 'sendMessage', { chat_id, text: ' \n\t' }),
    'Bad Request: message text is empty',
  );

  const tooLong = 'Bad Request: message is too long';
  assert.equal(
    await callRefused(local, 'sendMessage', { chat_id, text: 'x'.repeat(4097) }),
    tooLong,
  );
  assert.equal(
    await callRefused(local, 'sendMessage', { chat_id, text: '😀'.repeat(4097) }),
    tooLong,
  );

  await sendToMe(local, { text: '😀'.repeat(4096) });
  const sent = await sendToMe(local, { text: `<b>${'x'.repeat(4096)}</b>`, parse_mode: 'HTML' });
  assert.equal(sent.text.length, 4096);
});

test('equal messages are not merged', async (t) => {
  const local = await startTelegramForTest(t);
  const first = await sendToMe(local, { text: 'same' });
  const second = await sendToMe(local, { text: 'same' });
  assert.notEqual(first.message_id, second.message_id);
});

test('an edit must change something', async (t) => {
  const local = await startTelegramForTest(t);
  const { message_id } = await sendToMe(local, { text: 'one', reply_markup: button('a') });
  const edit = { chat_id: local.me.id, message_id };
  const notModified =
    'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message';
  const same = { ...edit, text: 'one ', reply_markup: button('a') };
  assert.equal(await callRefused(local, 'editMessageText', same), notModified);

  const bare = await callOk(local, 'editMessageText', { ...edit, text: 'one' });
  assert.equal(bare.reply_markup, undefined);
  assert.equal(await callRefused(local, 'editMessageReplyMarkup', edit), notModified);

  const buttons = await callOk(local, 'editMessageReplyMarkup', {
    ...edit,
    reply_markup: button('b'),
  });
  assert.deepEqual(buttons.reply_markup, button('b'));
  assert.equal(buttons.text, 'one');
});

test('the bot can edit only its own messages that exist', async (t) => {
  const local = await startTelegramForTest(t);
  const edit = { chat_id: local.me.id, text: 'new' };
  const missing = 'Bad Request: message to edit not found';
  assert.equal(await callRefused(local, 'editMessageText', { ...edit, message_id: 99 }), missing);

  const [question] = local.history(local.me.id);
  const foreign = "Bad Request: message can't be edited";
  assert.equal(
    await callRefused(local, 'editMessageText', { ...edit, message_id: question?.id }),
    foreign,
  );

  const unnamed = 'Bad Request: message identifier is not specified';
  assert.equal(await callRefused(local, 'editMessageText', edit), unnamed);
});

test('a message can be deleted only once', async (t) => {
  const local = await startTelegramForTest(t);
  const { message_id } = await sendToMe(local, { text: 'one' });
  await callOk(local, 'deleteMessage', { chat_id: local.me.id, message_id });
  assert.equal(local.history(local.me.id).length, 1);

  const gone = 'Bad Request: message to delete not found';
  assert.equal(
    await callRefused(local, 'deleteMessage', { chat_id: local.me.id, message_id }),
    gone,
  );

  await callOk(local, 'deleteMessages', { chat_id: local.me.id, message_ids: [message_id, 1] });
});

test('in a group the bot deletes its own messages only, within 48 hours', async (t) => {
  const clock = createFakeClock();
  const local = await startTelegramForTest(t, { clock });
  const question = await local.say({ roomId: `${FRIENDS}`, text: 'mine' });
  const own = await callOk(local, 'sendMessage', { chat_id: FRIENDS, text: 'own' });
  const cannot = "Bad Request: message can't be deleted";
  assert.equal(
    await callRefused(local, 'deleteMessage', { chat_id: FRIENDS, message_id: question.id }),
    cannot,
  );

  await clock.advance(49 * 3_600_000);
  assert.equal(
    await callRefused(local, 'deleteMessage', { chat_id: FRIENDS, message_id: own.message_id }),
    cannot,
  );
});

test('a reply needs its message, unless allow_sending_without_reply is set', async (t) => {
  const local = await startTelegramForTest(t);
  const [question] = local.history(local.me.id);
  const reply = await sendToMe(local, {
    text: 'yes',
    reply_parameters: { message_id: Number(question?.id) },
  });
  assert.equal(reply.reply_to_message.text, 'first');

  const missing = { chat_id: local.me.id, text: 'yes', reply_parameters: { message_id: 99 } };
  assert.equal(
    await callRefused(local, 'sendMessage', missing),
    'Bad Request: message to be replied not found',
  );

  const lenient = { message_id: 99, allow_sending_without_reply: true };
  assert.equal(
    (await sendToMe(local, { text: 'yes', reply_parameters: lenient })).reply_to_message,
    undefined,
  );
});

test('topics are addressed by their id, and General without one', async (t) => {
  const local = await startTelegramForTest(t);
  const send = { chat_id: WORKSHOP, text: 'hello' };
  const notFound = 'Bad Request: message thread not found';
  assert.equal(
    await callRefused(local, 'sendMessage', { ...send, message_thread_id: 1 }),
    notFound,
  );
  assert.equal(
    await callRefused(local, 'sendMessage', { ...send, message_thread_id: 99 }),
    notFound,
  );
  assert.equal(
    await callRefused(local, 'sendMessage', {
      ...send,
      chat_id: FRIENDS,
      message_thread_id: IDEAS,
    }),
    notFound,
  );

  const general = await callOk(local, 'sendMessage', send);
  assert.equal(general.message_thread_id, undefined);

  const topic = await callOk(local, 'sendMessage', { ...send, message_thread_id: IDEAS });
  assert.equal(topic.is_topic_message, true);
  assert.equal(topic.reply_to_message.forum_topic_created.name, 'Ideas');
  assert.equal(local.history(`${WORKSHOP}/${IDEAS}`).at(-1)?.text, 'hello');

  await callOk(local, 'sendChatAction', {
    chat_id: WORKSHOP,
    message_thread_id: 1,
    action: 'typing',
  });
});

test('a closed topic takes no messages of the bot', async (t) => {
  const local = await startTelegramForTest(t);
  const send = { chat_id: WORKSHOP, message_thread_id: IDEAS, text: 'hello' };
  local.controls.closeTopic(`${WORKSHOP}/${IDEAS}`);
  assert.ok((await takeUpdates(local)).at(-1).message.forum_topic_closed);
  assert.equal(await callRefused(local, 'sendMessage', send), 'Bad Request: TOPIC_CLOSED');

  local.controls.reopenTopic(`${WORKSHOP}/${IDEAS}`);
  await callOk(local, 'sendMessage', send);
});

test('callback data has 1 to 64 bytes', async (t) => {
  const local = await startTelegramForTest(t);
  const send = (data: string) => ({ chat_id: local.me.id, text: 'x', reply_markup: button(data) });
  for (const data of ['', 'x'.repeat(65), 'é'.repeat(33)]) {
    assert.equal(
      await callRefused(local, 'sendMessage', send(data)),
      'Bad Request: BUTTON_DATA_INVALID',
    );
  }
  await callOk(local, 'sendMessage', send('é'.repeat(32)));
});

test('invalid keyboards are refused', async (t) => {
  const local = await startTelegramForTest(t);
  const send = (reply_markup: unknown) =>
    callRefused(local, 'sendMessage', { chat_id: local.me.id, text: 'x', reply_markup });
  const unparsable = "Bad Request: can't parse inline keyboard button:";
  assert.equal(
    await send({ inline_keyboard: [[{ text: 'Go' }]] }),
    `${unparsable} Text buttons are unallowed in the inline keyboard`,
  );
  assert.equal(
    await send({ inline_keyboard: [[{ callback_data: 'x' }]] }),
    `${unparsable} Field "text" must be of type String`,
  );
  assert.match(
    await send({ inline_keyboard: [{ text: 'Go', callback_data: 'x' }] }),
    /must be an Array of Arrays$/,
  );
  assert.equal(await send('{'), "Bad Request: can't parse reply markup JSON object");
  assert.match(
    await send({ inline_keyboard: [[{ text: 'Go', url: 'localhost' }]] }),
    /Wrong HTTP URL$/,
  );
});

test('link previews that the bot did not switch off are recorded', async (t) => {
  const local = await startTelegramForTest(t);
  await sendToMe(local, {
    text: 'see https://a.example',
    link_preview_options: { is_disabled: true },
  });
  await sendToMe(local, { text: 'no address here' });
  assert.equal(local.controls.previews.length, 0);

  const sent = await sendToMe(local, { text: 'see https://a.example' });
  const noted = {
    chatId: Number(local.me.id),
    messageId: sent.message_id,
    url: 'https://a.example',
  };
  assert.deepEqual(local.controls.previews, [noted]);

  const edit = { chat_id: local.me.id, message_id: sent.message_id, text: 'see README.md' };
  await callOk(local, 'editMessageText', edit);
  assert.equal(local.controls.previews.at(-1)?.url, 'README.md');
});

test('a mention notifies a member once, and not in code', async (t) => {
  const local = await startTelegramForTest(t);
  const [, robin] = local.people();
  await callOk(local, 'sendMessage', {
    chat_id: FRIENDS,
    text: 'hey @robin and @robin, not @nobody',
  });
  assert.deepEqual(local.history(`${FRIENDS}`).at(-1)?.pings, [robin?.id]);

  await callOk(local, 'sendMessage', {
    chat_id: FRIENDS,
    text: 'hey `@robin`',
    parse_mode: 'MarkdownV2',
  });
  assert.deepEqual(local.history(`${FRIENDS}`).at(-1)?.pings, []);

  await sendToMe(local, { text: 'hey @robin' });
  assert.deepEqual(local.history(local.me.id).at(-1)?.pings, []);
});

test('a reaction is one known emoji', async (t) => {
  const local = await startTelegramForTest(t);
  const react = { chat_id: local.me.id, message_id: local.history(local.me.id)[0]?.id };
  await callOk(local, 'setMessageReaction', {
    ...react,
    reaction: [{ type: 'emoji', emoji: '👀' }],
  });
  await callOk(local, 'setMessageReaction', react);
  const bad = { ...react, reaction: [{ type: 'emoji', emoji: '🧱' }] };
  assert.equal(
    await callRefused(local, 'setMessageReaction', bad),
    'Bad Request: REACTION_INVALID',
  );
});
