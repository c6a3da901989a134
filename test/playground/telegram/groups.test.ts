import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocalTelegram } from '../../../playground/telegram/index.ts';
import {
  call,
  callOk,
  callRefused,
  FRIENDS,
  startTelegramForTest,
  takeUpdates,
  WORKSHOP,
} from './local-telegram.ts';

const ROOM = `${FRIENDS}`;

/** The messages that the bot has received since the last look. */
async function received(local: LocalTelegram): Promise<readonly string[]> {
  const updates = await takeUpdates(local);
  return updates.flatMap((update: { message?: { text?: string; caption?: string } }) =>
    update.message ? [update.message.text ?? update.message.caption ?? ''] : [],
  );
}

test('with privacy mode the bot sees only the group messages that are meant for it', async (t) => {
  const local = await startTelegramForTest(t);
  await received(local);
  const sent = await callOk(local, 'sendMessage', { chat_id: FRIENDS, text: 'mine' });
  const say = (text: string, more: object = {}) => local.say({ roomId: ROOM, text, ...more });
  await say('just talk');
  await say('/help');
  await say('/help@parley_bot');
  await say('/help@other_bot');
  await say('hey @Parley');
  await say('hey @robin');
  await say('indeed', { replyTo: `${sent.message_id}` });
  local.controls.sayTextMention(ROOM, local.bot.id, 'hello');
  assert.deepEqual(await received(local), [
    '/help',
    '/help@parley_bot',
    'hey @parley_bot',
    'indeed',
    'Parley hello',
  ]);
});

test('with privacy mode the bot sees the rich messages that mention it, outside of code', async (t) => {
  const local = await startTelegramForTest(t);
  await received(local);
  const mention = { type: 'mention', text: '@parley_bot', username: 'parley_bot' };
  const name = { type: 'text_mention', text: 'Parley', user: { id: Number(local.bot.id) } };
  const post = (text: unknown) =>
    local.controls.sayRich(ROOM, [{ type: 'paragraph', text: ['hi ', text] }]);

  post({ type: 'code', text: mention });
  post({ ...mention, username: 'robin' });
  assert.equal((await received(local)).length, 0);
  post({ type: 'bold', text: mention });
  post(name);
  assert.equal((await received(local)).length, 2);
});

test('without privacy mode, or as an admin, it sees everything', async (t) => {
  const local = await startTelegramForTest(t, { privacy: false });
  assert.equal((await callOk(local, 'getMe')).can_read_all_group_messages, true);

  await received(local);
  await local.say({ roomId: ROOM, text: 'one' });
  assert.deepEqual(await received(local), ['one']);

  local.controls.setPrivacy(true);
  await local.say({ roomId: ROOM, text: 'two' });
  assert.deepEqual(await received(local), []);

  local.controls.promoteBot(ROOM);
  assert.equal(
    (await takeUpdates(local))[0].my_chat_member.new_chat_member.status,
    'administrator',
  );

  await local.say({ roomId: ROOM, text: 'three' });
  assert.deepEqual(await received(local), ['three']);
});

test('edits reach the bot as edited messages', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  const question = await local.say({ roomId: ROOM, text: 'hey @parley_bot' });
  await local.edit(ROOM, question.id, 'hey @parley_bot, listen');
  const [, update] = await takeUpdates(local);
  assert.equal(update.edited_message.text, 'hey @parley_bot, listen');
  assert.ok(update.edited_message.edit_date);
});

test('a reply carries its message, and in a group without topics the id of its thread', async (t) => {
  const local = await startTelegramForTest(t, { privacy: false });
  const question = await local.say({
    roomId: ROOM,
    text: 'question',
    authorId: local.people()[1]?.id ?? '',
  });
  await takeUpdates(local);
  await local.say({ roomId: ROOM, text: '@parley_bot explain', replyTo: question.id });
  const [{ message }] = await takeUpdates(local);
  assert.equal(message.reply_to_message.text, 'question');
  assert.equal(message.reply_to_message.from.first_name, 'Robin');
  assert.equal(message.message_thread_id, Number(question.id));
  assert.equal(message.is_topic_message, undefined);
});

test('messages in General have no topic id, and messages in other topics have one', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  const topic = local.rooms().find((room) => room.name === 'Ideas');
  await local.say({ roomId: `${WORKSHOP}`, text: '@parley_bot general' });
  await local.say({ roomId: topic?.id ?? '', text: '@parley_bot ideas' });
  const [general, ideas] = await takeUpdates(local);
  assert.equal(general.message.message_thread_id, undefined);
  assert.equal(general.message.chat.is_forum, true);
  assert.equal(ideas.message.is_topic_message, true);
  assert.equal(`${WORKSHOP}/${ideas.message.message_thread_id}`, topic?.id);
});

test('a bot that was kicked may not write until it is added again', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  local.controls.kickBot(ROOM);
  const send = { chat_id: FRIENDS, text: 'hello' };
  assert.equal(
    await callRefused(local, 'sendMessage', send),
    'Forbidden: bot was kicked from the supergroup chat',
  );

  local.controls.addBot(ROOM);
  await callOk(local, 'sendMessage', send);
  const [kicked, added, service] = await takeUpdates(local);
  assert.equal(kicked.my_chat_member.new_chat_member.status, 'kicked');
  assert.equal(added.my_chat_member.new_chat_member.status, 'member');
  assert.equal(service.message.new_chat_members[0].username, 'parley_bot');
});

test('a bot may leave', async (t) => {
  const local = await startTelegramForTest(t);
  await callOk(local, 'leaveChat', { chat_id: FRIENDS });
  assert.equal(
    await callRefused(local, 'sendMessage', { chat_id: FRIENDS, text: 'x' }),
    'Forbidden: bot is not a member of the supergroup chat',
  );
});

test('a group that became a supergroup has another id, which refusals name', async (t) => {
  const local = await startTelegramForTest(t, { friends: 'group' });
  const old = local.rooms().find((room) => room.name === 'Friends')?.id ?? '';
  await takeUpdates(local);
  const next = Number(local.controls.migrate(old));
  const { description, parameters } = await call(local, 'sendMessage', { chat_id: old, text: 'x' });
  assert.equal(description, 'Bad Request: group chat was upgraded to a supergroup chat');
  assert.deepEqual(parameters, { migrate_to_chat_id: next });

  const [to, from] = await takeUpdates(local);
  assert.equal(to.message.migrate_to_chat_id, next);
  assert.equal(from.message.migrate_from_chat_id, Number(old));

  await callOk(local, 'sendMessage', { chat_id: next, text: 'x' });
  assert.equal(local.rooms().find((room) => room.name === 'Friends')?.id, `${next}`);
});

test('a message in the name of a chat names that chat', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  local.controls.sayAnonymously(ROOM, 'hey @parley_bot');
  local.controls.forwardFromChannel(ROOM, 'news for @parley_bot');
  const [anonymous, forward] = await takeUpdates(local);
  assert.equal(anonymous.message.from.username, 'GroupAnonymousBot');
  assert.equal(anonymous.message.sender_chat.id, FRIENDS);
  assert.equal(forward.message.is_automatic_forward, true);
  assert.equal(forward.message.sender_chat.type, 'channel');
});

test('the bot can read members and admins', async (t) => {
  const local = await startTelegramForTest(t);
  const [me, robin] = local.people();
  const statusOf = async (user_id?: string) =>
    (await callOk(local, 'getChatMember', { chat_id: FRIENDS, user_id })).status;
  assert.equal(await statusOf(me?.id), 'creator');
  assert.equal(await statusOf(robin?.id), 'member');
  assert.equal(
    await callRefused(local, 'getChatMember', { chat_id: FRIENDS, user_id: 1 }),
    'Bad Request: user not found',
  );

  const admins = await callOk(local, 'getChatAdministrators', { chat_id: FRIENDS });
  assert.equal(admins.length, 1);
  assert.equal((await callOk(local, 'getChat', { chat_id: FRIENDS })).title, 'Friends');
});

test('an admin bot opens and closes topics', async (t) => {
  const local = await startTelegramForTest(t);
  const create = { chat_id: WORKSHOP, name: 'New' };
  assert.match(await callRefused(local, 'createForumTopic', create), /not enough rights/);

  local.controls.promoteBot(`${WORKSHOP}`);
  const { message_thread_id } = await callOk(local, 'createForumTopic', create);
  assert.equal(local.rooms().at(-1)?.id, `${WORKSHOP}/${message_thread_id}`);

  await callOk(local, 'closeForumTopic', { chat_id: WORKSHOP, message_thread_id });
  const again = { chat_id: WORKSHOP, message_thread_id };
  assert.equal(
    await callRefused(local, 'closeForumTopic', again),
    'Bad Request: TOPIC_NOT_MODIFIED',
  );

  await callOk(local, 'reopenForumTopic', again);
});
