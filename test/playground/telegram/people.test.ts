import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import {
  callOk,
  callRefused,
  FRIENDS,
  sendToMe,
  startTelegramForTest,
  takeUpdates,
} from './local-telegram.ts';

const keyboard = { inline_keyboard: [[{ text: 'Go', callback_data: 'go:1', style: 'primary' }]] };

test('each person has a chat of their own with the bot', async (t) => {
  const local = await startTelegramForTest(t);
  const direct = local.rooms().find((room) => room.kind === 'direct')?.id ?? '';
  const robin = local.people()[1]?.id ?? '';
  const stranger = { chat_id: robin, text: 'hi' };
  assert.equal(
    await callRefused(local, 'sendMessage', stranger),
    "Forbidden: bot can't initiate conversation with a user",
  );

  await local.say({ roomId: direct, authorId: robin, text: 'hello from Robin' });
  await callOk(local, 'sendMessage', stranger);
  const textsFor = (viewerId?: string) =>
    local.history(direct, viewerId).map((message) => message.text);
  assert.deepEqual(textsFor(robin), ['hello from Robin', 'hi']);
  assert.deepEqual(textsFor(), ['first']);
});

test('a bot cannot write to a person who blocked it until that person writes again', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  local.controls.blockBot();
  const send = { chat_id: local.me.id, text: 'hi' };
  assert.equal(
    await callRefused(local, 'sendMessage', send),
    'Forbidden: bot was blocked by the user',
  );

  await local.say({ roomId: local.me.id, text: 'back' });
  await callOk(local, 'sendMessage', send);
  const [blocked, unblocked] = await takeUpdates(local);
  assert.equal(blocked.my_chat_member.new_chat_member.status, 'kicked');
  assert.equal(unblocked.my_chat_member.new_chat_member.status, 'member');
});

test('the client offers the commands of the narrowest scope and the right language', async (t) => {
  const local = await startTelegramForTest(t);
  const offered = (roomId: string) => local.commands(roomId).map(({ name }) => name);
  const set = (command: string, more: object = {}) =>
    callOk(local, 'setMyCommands', { commands: [{ command, description: 'Does it' }], ...more });
  await set('everywhere');
  assert.deepEqual(offered(`${FRIENDS}`), ['everywhere']);

  await set('english', { language_code: 'en' });
  assert.deepEqual(offered(local.me.id), ['english']);

  await set('groups', { scope: { type: 'all_group_chats' } });
  await set('here', { scope: { type: 'chat', chat_id: FRIENDS } });
  assert.deepEqual(offered(`${FRIENDS}`), ['here']);
  assert.deepEqual(offered(local.me.id), ['english']);

  await callOk(local, 'deleteMyCommands', { scope: { type: 'chat', chat_id: FRIENDS } });
  assert.deepEqual(offered(`${FRIENDS}`), ['groups']);

  const [stored] = await callOk(local, 'getMyCommands', { scope: { type: 'all_group_chats' } });
  assert.deepEqual(stored, { command: 'groups', description: 'Does it' });
});

test('invalid commands are refused', async (t) => {
  const local = await startTelegramForTest(t);
  const refusal = (commands: readonly object[]) =>
    callRefused(local, 'setMyCommands', { commands });
  const command = { command: 'help', description: 'Helps' };
  assert.equal(await refusal(Array(101).fill(command)), 'Bad Request: BOT_COMMANDS_TOO_MUCH');
  assert.equal(
    await refusal([{ ...command, command: 'no-dash' }]),
    'Bad Request: BOT_COMMAND_INVALID',
  );
  assert.equal(
    await refusal([{ ...command, command: 'x'.repeat(33) }]),
    'Bad Request: BOT_COMMAND_INVALID',
  );
  assert.equal(
    await refusal([{ ...command, description: '' }]),
    'Bad Request: BOT_COMMAND_DESCRIPTION_INVALID',
  );
});

test('running a command sends it as text, in groups with the name of the bot', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  await local.run({ roomId: local.me.id, name: 'model', options: { name: 'demo/echo' } });
  await local.run({ roomId: `${FRIENDS}`, name: 'help' });
  const [direct, group] = await takeUpdates(local);
  assert.equal(direct.message.text, '/model demo/echo');
  assert.deepEqual(direct.message.entities[0], { type: 'bot_command', offset: 0, length: 6 });
  assert.equal(group.message.text, '/help@parley_bot');
});

test("a press waits for the bot's answer, which can be given once", async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  const sent = await sendToMe(local, { text: 'press', reply_markup: keyboard });
  assert.deepEqual(local.history(local.me.id).at(-1)?.buttons, [
    [{ id: 'go:1', label: 'Go', style: 'primary' }],
  ]);

  const pressed = local.press({
    roomId: local.me.id,
    messageId: `${sent.message_id}`,
    buttonId: 'go:1',
  });
  const [{ callback_query: query }] = await takeUpdates(local);
  assert.equal(query.data, 'go:1');
  assert.equal(query.message.message_id, sent.message_id);

  await callOk(local, 'answerCallbackQuery', { callback_query_id: query.id });
  await pressed;
  assert.equal(
    await callRefused(local, 'answerCallbackQuery', { callback_query_id: query.id }),
    'Bad Request: query is too old and response timeout expired or query ID is invalid',
  );
});

test('a press without an answer fails, and an answer after that is too late', async (t) => {
  const clock = createFakeClock();
  const local = await startTelegramForTest(t, { clock });
  await takeUpdates(local);
  const sent = await sendToMe(local, { text: 'press', reply_markup: keyboard });
  const press = { roomId: local.me.id, messageId: `${sent.message_id}`, buttonId: 'go:1' };
  const failed = assert.rejects(local.press(press), /did not answer the button press/);
  await clock.advance(15_000);
  await failed;
  await clock.advance(60_000);
  const [{ callback_query: query }] = await takeUpdates(local);
  assert.match(
    await callRefused(local, 'answerCallbackQuery', { callback_query_id: query.id }),
    /query is too old/,
  );
  await assert.rejects(local.press({ ...press, buttonId: 'other' }), /no such button/);
});

test('a text that is too long for one message is sent in several', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  await local.say({ roomId: local.me.id, text: `${'x'.repeat(4095)}😀y` });
  const lengths = (await takeUpdates(local)).map(
    ({ message }: { message: { text: string } }) => message.text.length,
  );
  assert.deepEqual(lengths, [4095, 3]);
});

test('an album is several messages with one id', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  const files = ['a.jpg', 'b.jpg'].map((name) => ({ name, bytes: Buffer.from(name) }));
  local.controls.sayAlbum({ roomId: local.me.id, caption: 'look', files });
  const [first, second] = (await takeUpdates(local)).map(
    ({ message }: { message: object }) => message,
  );
  assert.equal(first.media_group_id, second.media_group_id);
  assert.deepEqual([first.caption, second.caption], ['look', undefined]);
});

test('watchers see typing, and the bot coming online', async (t) => {
  const local = await startTelegramForTest(t);
  const changes: unknown[] = [];
  local.watch((change) => changes.push(change));
  await callOk(local, 'sendChatAction', { chat_id: local.me.id, action: 'typing' });
  assert.deepEqual(changes, [{ kind: 'typing', roomId: local.me.id, author: local.bot }]);
  assert.match(
    await callRefused(local, 'sendChatAction', { chat_id: local.me.id, action: 'dancing' }),
    /wrong parameter/,
  );

  await callOk(local, 'getUpdates');
  await waitFor(local, 'the bot online', () => local.isOnline());
  assert.deepEqual(changes.at(-1), { kind: 'online' });
});

test('a message can be removed, and unknown authors are refused', async (t) => {
  const local = await startTelegramForTest(t);
  await local.remove(local.me.id, local.history(local.me.id)[0]?.id ?? '');
  assert.deepEqual(local.history(local.me.id), []);
  await assert.rejects(local.say({ roomId: local.me.id, authorId: '9', text: 'x' }), /no person 9/);
  await assert.rejects(local.say({ roomId: '9', text: 'x' }), /no room 9/);
});
