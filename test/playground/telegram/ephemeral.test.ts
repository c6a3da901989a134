import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalTelegram } from '../../../playground/telegram/index.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import {
  callOk,
  callRefused,
  FRIENDS,
  startTelegramForTest,
  takeUpdates,
} from './local-telegram.ts';

// The rules: https://core.telegram.org/bots/api#ephemeral-messages-and-commands. Telegram's words for a
// missing right: a guide of PRTelegramBot, "Bad Request: BOT_NOT_ADMIN".

const ROOM = `${FRIENDS}`;

const idOf = (local: LocalTelegram, name: string) =>
  Number(local.people().find((person) => person.name === name)?.id);

const toOnly = (receiver: number, more: object = {}) => ({
  chat_id: FRIENDS,
  text: 'for you',
  ephemeral_message_parameters: { receiver_user_id: receiver, ...more },
});

/** `me` calls a command that only the bot sees. Gives the message as the bot gets it. */
async function callHidden(local: LocalTelegram) {
  await callOk(local, 'setMyCommands', {
    commands: [{ command: 'why', description: 'Why', is_ephemeral: true }],
    scope: { type: 'all_group_chats' },
  });
  await takeUpdates(local);
  await local.run({ roomId: ROOM, name: 'why' });
  const [update] = await takeUpdates(local);
  return update.message;
}

test('a command marked as ephemeral reaches only the bot, with an id of its own', async (t) => {
  const local = await startTelegramForTest(t);
  const { message_id, ephemeral_message_id, text } = await callHidden(local);
  assert.deepEqual([message_id, ephemeral_message_id, text], [0, 1, '/why@parley_bot']);
  assert.equal(local.history(ROOM).at(-1)?.text, '/why@parley_bot');
  assert.deepEqual(local.history(ROOM, `${idOf(local, 'Robin')}`), []);
});

test('a bot that is no administrator answers such a command within 15 seconds, to its author', async (t) => {
  const clock = createFakeClock();
  const local = await startTelegramForTest(t, { clock });
  const me = Number(local.me.id);
  const { ephemeral_message_id } = await callHidden(local);
  const reply = { reply_parameters: { ephemeral_message_id } };

  const sent = await callOk(local, 'sendMessage', { ...toOnly(me), ...reply });
  assert.deepEqual([sent.message_id, sent.ephemeral_message_id], [0, 2]);
  const robin = idOf(local, 'Robin');
  assert.match(
    await callRefused(local, 'sendMessage', { ...toOnly(robin), ...reply }),
    /BOT_NOT_ADMIN/,
  );
  // A reply to it must be ephemeral too.
  await callRefused(local, 'sendMessage', { chat_id: FRIENDS, text: 'for all', ...reply });

  await clock.advance(15_001);
  assert.match(
    await callRefused(local, 'sendMessage', { ...toOnly(me), ...reply }),
    /BOT_NOT_ADMIN/,
  );
});

test('a bot that is no administrator answers a press within 15 seconds, to the person who pressed', async (t) => {
  const clock = createFakeClock();
  const local = await startTelegramForTest(t, { clock });
  const me = Number(local.me.id);
  const reply_markup = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
  const { message_id } = await callOk(local, 'sendMessage', {
    chat_id: FRIENDS,
    text: 'Press',
    reply_markup,
  });
  await takeUpdates(local);
  const pressed = local.press({ roomId: ROOM, messageId: `${message_id}`, buttonId: 'go' });
  const [{ callback_query: query }] = await takeUpdates(local);
  await callOk(local, 'answerCallbackQuery', { callback_query_id: query.id });
  await pressed;

  const answer = { callback_query_id: query.id };
  await callOk(local, 'sendMessage', toOnly(me, answer));
  await callRefused(local, 'sendMessage', toOnly(idOf(local, 'Robin'), answer));
  await callRefused(local, 'sendMessage', toOnly(me, { callback_query_id: '1' }));
  await clock.advance(15_001);
  await callRefused(local, 'sendMessage', toOnly(me, answer));
});

test('an administrator writes to any person of the group at any time, and to nobody else', async (t) => {
  const local = await startTelegramForTest(t);
  const robin = idOf(local, 'Robin');
  assert.match(await callRefused(local, 'sendMessage', toOnly(robin)), /BOT_NOT_ADMIN/);
  local.controls.promoteBot(ROOM);
  await callOk(local, 'sendMessage', toOnly(robin));
  assert.equal(local.history(ROOM, `${robin}`).at(-1)?.text, 'for you');
  assert.deepEqual(local.history(ROOM), []);
  await callRefused(local, 'sendMessage', toOnly(Number(local.bot.id)));
  await callRefused(local, 'sendMessage', toOnly(404));
  // A private chat has no administrators.
  const me = Number(local.me.id);
  await callRefused(local, 'sendMessage', { ...toOnly(me), chat_id: me });
});

test('only its own methods edit and delete such a message', async (t) => {
  const local = await startTelegramForTest(t);
  local.controls.promoteBot(ROOM);
  const robin = idOf(local, 'Robin');
  const { ephemeral_message_id } = await callOk(local, 'sendMessage', toOnly(robin));
  const message = { chat_id: FRIENDS, receiver_user_id: robin, ephemeral_message_id };

  assert.equal(await callOk(local, 'editEphemeralMessageText', { ...message, text: 'new' }), true);
  assert.match(
    await callRefused(local, 'editEphemeralMessageText', { ...message, text: 'new' }),
    /not modified/,
  );
  const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] };
  await callOk(local, 'editEphemeralMessageReplyMarkup', { ...message, reply_markup: keyboard });
  assert.deepEqual(local.history(ROOM, `${robin}`).at(-1)?.buttons, [[{ id: 'go', label: 'Go' }]]);

  for (const id of [0, ephemeral_message_id, -ephemeral_message_id]) {
    const ordinary = { chat_id: FRIENDS, message_id: id };
    await callRefused(local, 'editMessageText', { ...ordinary, text: 'other' });
    await callRefused(local, 'deleteMessage', ordinary);
  }
  const toMe = { ...message, receiver_user_id: Number(local.me.id) };
  await callRefused(local, 'deleteEphemeralMessage', toMe);
  assert.equal(await callOk(local, 'deleteEphemeralMessage', message), true);
  assert.match(await callRefused(local, 'deleteEphemeralMessage', message), /not found/);
});
