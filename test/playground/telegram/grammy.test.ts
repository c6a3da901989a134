import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Bot, type Context, InputFile } from 'grammy';
import type { LocalTelegram } from '../../../playground/telegram/index.ts';
import { pngOf } from '../../helpers/hostile-files.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { startTelegramForTest, takeUpdates } from './local-telegram.ts';

const connect = (local: LocalTelegram) =>
  new Bot(local.token, { client: { apiRoot: local.apiUrl } });
const keyboard = { inline_keyboard: [[{ text: 'Again', callback_data: 'again:1' }]] };

test('grammY polls, answers, edits its answer and answers the press of its button', async (t) => {
  const local = await startTelegramForTest(t);
  const bot = connect(local);
  bot.on('message:text', async (context: Context) => {
    const answer = await context.reply('one', { reply_markup: keyboard });
    await context.api.editMessageText(answer.chat.id, answer.message_id, 'two', {
      reply_markup: keyboard,
    });
  });
  bot.on('callback_query:data', (context) =>
    context.answerCallbackQuery(`got ${context.callbackQuery.data}`),
  );
  const running = bot.start();

  const answer = await waitFor(local, 'the edited answer', () =>
    local.history(local.me.id).find((message) => message.text === 'two'),
  );
  assert.equal(answer.edits, 1);
  assert.equal(local.isOnline(), true);

  const toasts: string[] = [];
  local.watch((change) => change.kind === 'toast' && toasts.push(change.text));
  await local.press({ roomId: local.me.id, messageId: answer.id, buttonId: 'again:1' });
  assert.deepEqual(toasts, ['got again:1']);

  await bot.stop();
  await running;
});

test('grammY uploads documents and photos, and reads its own name', async (t) => {
  const local = await startTelegramForTest(t);
  const { api } = connect(local);
  const me = await api.getMe();
  assert.equal(me.username, 'parley_bot');
  assert.equal(me.can_read_all_group_messages, false);

  const text = new InputFile(Buffer.from('hello\r\n--x'), 'notes.txt');
  const sent = await api.sendDocument(Number(local.me.id), text, { caption: 'see *this*' });
  assert.equal(sent.document?.file_name, 'notes.txt');
  assert.equal(sent.caption, 'see *this*');

  const chatId = Number(local.me.id);
  const picture = pngOf(2_000, 1_000, Buffer.alloc(0));
  const photo = await api.sendPhoto(chatId, new InputFile(picture));
  assert.equal(photo.photo?.length, 5);
  for (const [bytes, refusal] of [
    [Buffer.from('not really a picture'), /IMAGE_PROCESS_FAILED/],
    [pngOf(6_000, 4_001, Buffer.alloc(0)), /PHOTO_INVALID_DIMENSIONS/],
    [pngOf(2_100, 100, Buffer.alloc(0)), /PHOTO_INVALID_DIMENSIONS/],
  ] as const) {
    await assert.rejects(api.sendPhoto(chatId, new InputFile(bytes)), refusal);
  }
  assert.deepEqual(
    local
      .history(local.me.id)
      .flatMap(({ files }) => files.map(({ name, bytes }) => ({ name, bytes }))),
    [
      { name: 'notes.txt', bytes: 10 },
      { name: 'photo.jpg', bytes: picture.length },
    ],
  );
});

test("grammY downloads people's attachments", async (t) => {
  const local = await startTelegramForTest(t);
  const { api } = connect(local);
  const bytes = Buffer.from('some text');
  await local.say({
    roomId: local.me.id,
    text: 'read this',
    file: { name: 'a.txt', mime: 'text/plain', bytes },
  });
  const { message } = (await takeUpdates(local)).at(-1);
  assert.equal(message.caption, 'read this');

  const file = await api.getFile(message.document.file_id);
  const response = await fetch(`${local.apiUrl}/file/bot${local.token}/${file.file_path}`);
  assert.equal(await response.text(), 'some text');
});

test('grammY streams drafts, and receives the update when one is stopped', async (t) => {
  const local = await startTelegramForTest(t);
  const { api } = connect(local);
  await api.sendMessageDraft(Number(local.me.id), 7, 'Once', { can_stop: true });
  await api.sendMessageDraft(Number(local.me.id), 7, 'Once upon', { can_stop: true });
  assert.equal(local.history(local.me.id).at(-1)?.text, 'Once upon');

  local.controls.stopDraft(local.me.id);
  const stopped = (await takeUpdates(local)).at(-1).stopped_message_generation;
  assert.deepEqual(stopped, {
    chat: { id: Number(local.me.id), type: 'private', first_name: 'You', username: 'yourself' },
    draft_id: '7',
  });
  assert.equal(local.history(local.me.id).at(-1)?.draft, false);
});
