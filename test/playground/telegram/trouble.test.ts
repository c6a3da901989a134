import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  call,
  callOk,
  callRefused,
  FRIENDS,
  startTelegramForTest,
  takeUpdates,
} from './local-telegram.ts';

test('a restricted bot may send nothing, or no files', async (t) => {
  const local = await startTelegramForTest(t);
  const send = { chat_id: FRIENDS, text: 'hello' };
  local.controls.restrictBot(`${FRIENDS}`, ['text']);
  assert.equal(
    await callRefused(local, 'sendMessage', send),
    'Bad Request: not enough rights to send text messages to the chat',
  );
  const update = (await takeUpdates(local)).at(-1).my_chat_member.new_chat_member;
  assert.deepEqual([update.status, update.can_send_messages], ['restricted', false]);

  local.controls.restrictBot(`${FRIENDS}`, ['files']);
  await callOk(local, 'sendMessage', send);
  assert.equal(
    await callRefused(local, 'sendDocument', { chat_id: FRIENDS, document: 'x' }),
    'Bad Request: not enough rights to send documents to the chat',
  );

  local.controls.restrictBot(`${FRIENDS}`, []);
  assert.match(
    await callRefused(local, 'sendDocument', { chat_id: FRIENDS, document: 'x' }),
    /wrong file identifier/,
  );
});

test('a flood refuses all calls but polls, until it ends', async (t) => {
  const local = await startTelegramForTest(t);
  const send = { chat_id: FRIENDS, text: 'hello' };
  local.controls.faults.flood(3);
  assert.deepEqual((await call(local, 'sendMessage', send)).parameters, { retry_after: 3 });
  await takeUpdates(local);

  local.controls.faults.flood(undefined);
  await callOk(local, 'sendMessage', send);
});

test('while polling is cut, polls break, and lose no update', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  const waiting = assert.rejects(call(local, 'getUpdates', { timeout: 30 }));
  while (!local.isOnline()) await new Promise(setImmediate);
  local.controls.faults.setPollingCut(true);
  await waiting;
  await local.say({ roomId: `${FRIENDS}`, text: '/help' });
  await assert.rejects(call(local, 'getUpdates'));

  local.controls.faults.setPollingCut(false);
  assert.equal((await takeUpdates(local)).at(-1).message.text, '/help');
});

test('an added person is in all groups, and may be an admin of them', async (t) => {
  const local = await startTelegramForTest(t);
  const id = Number(local.controls.addPerson('Kim', { isAdmin: true }));
  const admins = await callOk(local, 'getChatAdministrators', { chat_id: FRIENDS });
  const kim = admins.find((admin: { user: { id: number } }) => admin.user.id === id);
  assert.deepEqual([kim?.status, kim?.can_delete_messages], ['administrator', true]);
  assert.deepEqual(
    local.people().map(({ name, role }) => [name, role]),
    [
      ['You', 'owner'],
      ['Robin', undefined],
      ['Parley', undefined],
      ['Kim', 'moderator'],
    ],
  );
  await local.say({ roomId: `${FRIENDS}`, authorId: `${id}`, text: 'hello' });
});
