import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import {
  callOk,
  callRefused,
  FRIENDS,
  sendToMe,
  startTelegramForTest,
  takeUpdates,
} from './local-telegram.ts';

test('a draft shows for 30 s after its last change', async (t) => {
  const clock = createFakeClock();
  const local = await startTelegramForTest(t, { clock });
  const draft = { chat_id: local.me.id, draft_id: 5 };
  const shown = () => local.history(local.me.id).find((message) => message.draft);
  await callOk(local, 'sendMessageDraft', draft);
  assert.equal(shown()?.text, 'Thinking…');

  await clock.advance(29_000);
  await callOk(local, 'sendMessageDraft', { ...draft, text: 'Once' });
  await clock.advance(29_000);
  assert.equal(shown()?.text, 'Once');
  assert.equal(shown()?.edits, 1);

  await clock.advance(1000);
  assert.equal(shown(), undefined);
});

test('the message replaces its draft', async (t) => {
  const local = await startTelegramForTest(t);
  const kinds: string[] = [];
  local.watch(({ kind }) => kinds.push(kind));
  await callOk(local, 'sendMessageDraft', { chat_id: local.me.id, draft_id: 5, text: 'Once' });
  await sendToMe(local, { text: 'Once upon a time' });
  assert.deepEqual(kinds, ['message-created', 'message-removed', 'message-created']);
  assert.equal(
    local.history(local.me.id).some((message) => message.draft),
    false,
  );
});

test('a draft is for private chats, and needs an id', async (t) => {
  const local = await startTelegramForTest(t);
  const draft = { draft_id: 5, text: 'x' };
  assert.equal(
    await callRefused(local, 'sendMessageDraft', { ...draft, chat_id: FRIENDS }),
    'Bad Request: TEXTDRAFT_PEER_INVALID',
  );
  assert.equal(
    await callRefused(local, 'sendMessageDraft', { ...draft, chat_id: local.me.id, draft_id: 0 }),
    'Bad Request: RANDOM_ID_INVALID',
  );
  assert.equal(
    await callRefused(local, 'sendMessageDraft', {
      ...draft,
      chat_id: local.me.id,
      text: 'x'.repeat(4097),
    }),
    'Bad Request: message is too long',
  );
});

test('a stopped draft is removed, and its id shows nothing more', async (t) => {
  const local = await startTelegramForTest(t);
  const draft = { chat_id: local.me.id, draft_id: 5, text: 'Once', can_stop: true };
  const shown = () => local.history(local.me.id).find((message) => message.draft);
  await callOk(local, 'sendMessageDraft', draft);
  await local.press({ roomId: local.me.id, messageId: shown()?.id ?? '', buttonId: 'stop' });
  assert.equal(shown(), undefined);

  await callOk(local, 'sendMessageDraft', { ...draft, text: 'Once upon' });
  assert.equal(shown(), undefined);
  assert.equal((await takeUpdates(local)).at(-1).stopped_message_generation.draft_id, '5');
});

test('a draft with keep_on_stop stays when it is stopped', async (t) => {
  const local = await startTelegramForTest(t);
  const draft = {
    chat_id: local.me.id,
    draft_id: 5,
    text: 'Once',
    can_stop: true,
    keep_on_stop: true,
  };
  await callOk(local, 'sendMessageDraft', draft);
  local.controls.stopDraft(local.me.id);
  assert.equal(local.history(local.me.id).at(-1)?.text, 'Once');
});

test('a draft without a Stop button cannot be stopped', async (t) => {
  const local = await startTelegramForTest(t);
  await callOk(local, 'sendMessageDraft', { chat_id: local.me.id, draft_id: 5, text: 'Once' });
  assert.throws(() => local.controls.stopDraft(local.me.id), /no draft with a Stop button/);
});
