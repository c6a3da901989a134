import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callOk, callRefused, FRIENDS, startTelegramForTest } from './local-telegram.ts';

const paragraph = (text: unknown) => ({ type: 'paragraph', text });
const send = (rich_message: unknown) => ({ chat_id: FRIENDS, rich_message });

test('a rich message comes back as blocks and is shown as text', async (t) => {
  const local = await startTelegramForTest(t);
  const blocks = [
    { type: 'heading', size: 1, text: 'Title' },
    paragraph(['some ', { type: 'bold', text: 'bold' }, ' words']),
    { type: 'list', items: [{ blocks: [paragraph('one')] }, { blocks: [paragraph('two')] }] },
  ];
  const sent = await callOk(local, 'sendRichMessage', send({ blocks }));
  assert.deepEqual(sent.rich_message, { blocks });
  assert.equal(sent.text, undefined);

  const shown = local.history(`${FRIENDS}`).at(-1);
  assert.equal(shown?.text, 'Title\nsome bold words\n• one\n• two');
  assert.deepEqual(
    shown?.entities?.map(({ type, offset, length }) => [type, offset, length]),
    [
      ['bold', 0, 5],
      ['bold', 11, 4],
    ],
  );
});

test('text and rich message replace each other by edits', async (t) => {
  const local = await startTelegramForTest(t);
  const { message_id } = await callOk(local, 'sendMessage', { chat_id: FRIENDS, text: 'plain' });
  const rich = { ...send({ markdown: '**rich**' }), message_id };
  assert.ok((await callOk(local, 'editMessageText', rich)).rich_message);
  assert.match(await callRefused(local, 'editMessageText', rich), /message is not modified/);

  const plain = await callOk(local, 'editMessageText', {
    chat_id: FRIENDS,
    message_id,
    text: 'plain',
  });
  assert.equal(plain.rich_message, undefined);
  assert.match(
    await callRefused(local, 'editMessageText', { ...rich, text: 'both' }),
    /exactly one of/,
  );
});

test('the limits of rich messages are enforced', async (t) => {
  const local = await startTelegramForTest(t);
  const refusal = async (blocks: readonly unknown[]) =>
    (await callRefused(local, 'sendRichMessage', send({ blocks }))).replace('Bad Request: ', '');
  const repeat = (count: number, block: unknown) => Array.from({ length: count }, () => block);
  let nested: object = paragraph('deep');
  for (let level = 0; level < 16; level += 1) nested = { type: 'blockquote', blocks: [nested] };
  assert.equal(await refusal([nested]), 'RICH_MESSAGE_DEPTH_INVALID');
  assert.equal(await refusal(repeat(501, paragraph('x'))), 'RICH_MESSAGE_BLOCKS_TOO_MANY');
  assert.equal(await refusal([paragraph('x'.repeat(32_769))]), 'RICH_MESSAGE_TEXT_TOO_LONG');
  assert.equal(await refusal([...repeat(51, { type: 'photo' })]), 'RICH_MESSAGE_MEDIA_TOO_MANY');

  const wide = { type: 'table', cells: [repeat(21, { text: 'x' })] };
  assert.equal(await refusal([wide]), 'RICH_MESSAGE_TABLE_COLS_TOO_MANY');
  assert.equal(await refusal([{ type: 'buttons', buttons: [] }]), 'RICH_MESSAGE_BUTTONS_INVALID');
  assert.equal(await refusal([{ type: 'thinking', text: 'hm' }]), 'RICH_MESSAGE_THINKING_INVALID');
  assert.equal(await refusal([]), 'RICH_MESSAGE_CONTENT_REQUIRED');
  assert.equal(
    await refusal([{ type: 'poem' }]),
    "can't parse InputRichBlock: Unsupported type specified",
  );
});

test('a rich message has exactly one source', async (t) => {
  const local = await startTelegramForTest(t);
  for (const message of [undefined, {}, { markdown: 'x', html: 'x' }]) {
    assert.equal(
      await callRefused(local, 'sendRichMessage', send(message)),
      'Bad Request: RICH_MESSAGE_CONTENT_REQUIRED',
    );
  }
});

test('a rich draft may hold a thinking block', async (t) => {
  const local = await startTelegramForTest(t);
  const draft = {
    chat_id: local.me.id,
    draft_id: 3,
    rich_message: { blocks: [{ type: 'thinking', text: 'hm' }] },
  };
  await callOk(local, 'sendRichMessageDraft', draft);
  assert.equal(local.history(local.me.id).at(-1)?.text, 'hm');
});
