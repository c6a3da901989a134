import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SaidFile } from '../../../playground/said-message.ts';
import type { LocalTelegram } from '../../../playground/telegram/index.ts';
import { callOk, callRefused, startTelegramForTest, takeUpdates } from './local-telegram.ts';

const bytes = Buffer.from('abc');
const file = (mime: string, more: Partial<SaidFile> = {}): SaidFile => ({
  name: 'a.bin',
  mime,
  bytes,
  ...more,
});

/** Sends files, and gives the messages that the bot receives. */
async function send(local: LocalTelegram, files: readonly SaidFile[], text = '') {
  await takeUpdates(local);
  await local.say({ roomId: local.me.id, text, files });
  return (await takeUpdates(local)).map(({ message }: { message: unknown }) => message);
}

describe('a file of a person', () => {
  test('arrives in the field of its kind, and can be downloaded', async (t) => {
    const local = await startTelegramForTest(t);
    const cases: readonly [SaidFile, string, RegExp][] = [
      [file('image/png'), 'photo', /^photos\/.*\.jpg$/],
      [file('image/png', { sentAs: 'document' }), 'document', /^documents\//],
      [file('audio/ogg', { sentAs: 'voice' }), 'voice', /^voice\/.*\.oga$/],
      [file('audio/mpeg'), 'audio', /^music\//],
      [file('video/mp4'), 'video', /^videos\//],
      [file('video/mp4', { sentAs: 'video note' }), 'video_note', /^video_notes\//],
      [file('image/gif'), 'animation', /^animations\//],
      [file('image/webp', { sentAs: 'sticker' }), 'sticker', /^stickers\//],
    ];
    for (const [sent, field, path] of cases) {
      const [message] = await send(local, [sent]);
      const stored = field === 'photo' ? message.photo.at(-1) : message[field];
      const { file_path } = await callOk(local, 'getFile', { file_id: stored.file_id });
      assert.match(file_path, path);
      const response = await fetch(`${local.apiUrl}/file/bot${local.token}/${file_path}`);
      assert.equal(await response.text(), 'abc', field);
    }
  });

  test('has a still picture and a length, if it moves', async (t) => {
    const local = await startTelegramForTest(t);
    const [message] = await send(local, [file('video/mp4', { still: bytes, durationMs: 4_200 })]);
    assert.equal(message.video.duration, 4);
    assert.equal(message.video.thumbnail.file_size, 3);
  });

  test('is too big for getFile above 20 MB', async (t) => {
    const local = await startTelegramForTest(t, { limits: { downloadBytes: 2 } });
    const [message] = await send(local, [file('text/plain')]);
    const { file_id } = message.document;
    assert.match(await callRefused(local, 'getFile', { file_id }), /file is too big/);
  });
});

test('a file that the network lost is refused', async (t) => {
  const local = await startTelegramForTest(t);
  const [message] = await send(local, [file('text/plain')]);
  local.controls.loseFiles();
  const { file_id } = message.document;
  assert.match(await callRefused(local, 'getFile', { file_id }), /wrong file_id/);
});

test('files of one kind are an album, with the text on its first message', async (t) => {
  const local = await startTelegramForTest(t);
  const messages = await send(
    local,
    [
      file('image/png'),
      file('video/mp4'),
      file('text/plain'),
      file('audio/ogg', { sentAs: 'voice' }),
    ],
    'compare',
  );
  assert.equal(messages.length, 4);
  const [photo, video, text, voice] = messages;
  assert.equal(photo.caption, 'compare');
  assert.equal(typeof photo.media_group_id, 'string');
  assert.equal(video.media_group_id, photo.media_group_id);
  assert.equal(text.media_group_id, undefined);
  assert.equal(voice.media_group_id, undefined);
});

test('a caption that is too long is refused', async (t) => {
  const local = await startTelegramForTest(t);
  await assert.rejects(send(local, [file('image/png')], 'a'.repeat(1025)), /1024 characters/);
});
