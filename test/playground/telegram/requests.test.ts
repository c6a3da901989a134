import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import fc from 'fast-check';
import type { LocalTelegram } from '../../../playground/telegram/index.ts';
import { methods } from '../../../playground/telegram/methods/index.ts';
import {
  type ApiBody,
  call,
  callOk,
  callRefused,
  FRIENDS,
  sendToMe,
  startTelegramForTest,
  takeUpdates,
} from './local-telegram.ts';

const PARAMETERS = [
  'chat_id',
  'message_id',
  'message_ids',
  'message_thread_id',
  'text',
  'parse_mode',
  'entities',
  'rich_message',
  'reply_markup',
  'reply_parameters',
  'link_preview_options',
  'draft_id',
  'document',
  'photo',
  'caption',
  'commands',
  'scope',
  'reaction',
  'offset',
  'limit',
  'allowed_updates',
  'user_id',
  'name',
  'url',
];

async function raw(local: LocalTelegram, path: string, init: RequestInit = {}) {
  const response = await fetch(`${local.apiUrl}${path}`, init);
  return { status: response.status, body: (await response.json()) as ApiBody };
}

test('parameters come by query, form, JSON and multipart, and method names in any case', async (t) => {
  const local = await startTelegramForTest(t);
  const base = `/bot${local.token}`;
  const params = { chat_id: `${FRIENDS}`, text: 'a & b', reply_markup: '{"inline_keyboard":[]}' };
  const form = new FormData();
  for (const [name, value] of Object.entries(params)) form.append(name, value);
  const answers = [
    await raw(local, `${base}/sendmessage?${new URLSearchParams(params)}`),
    await raw(local, `${base}/SENDMESSAGE`, { method: 'POST', body: new URLSearchParams(params) }),
    await raw(local, `${base}/sendMessage`, { method: 'POST', body: form }),
    { body: await call(local, 'sendMessage', params) },
  ];
  for (const { body } of answers) assert.equal(body.result?.text, 'a & b');
});

test('wrong tokens and unknown methods are refused', async (t) => {
  const local = await startTelegramForTest(t);
  const unauthorized = { ok: false, error_code: 401, description: 'Unauthorized' };
  assert.deepEqual((await raw(local, '/bot1:x/getMe')).body, unauthorized);
  assert.deepEqual((await raw(local, '/file/bot1:x/documents/a.txt')).body, unauthorized);

  const notFound = { ok: false, error_code: 404, description: 'Not Found' };
  for (const path of [
    '/',
    '/bot',
    `/bot${local.token}`,
    `/bot${local.token}/danceWithMe`,
    '/getMe',
    '//',
  ]) {
    assert.deepEqual((await raw(local, path)).body, notFound, path);
  }
});

test('a call must name a chat that exists', async (t) => {
  const local = await startTelegramForTest(t);
  assert.equal(
    await callRefused(local, 'sendMessage', { text: 'x' }),
    'Bad Request: chat_id is empty',
  );
  for (const chat_id of [12345, '@nobody_here', 'x']) {
    assert.equal(
      await callRefused(local, 'sendMessage', { chat_id, text: 'x' }),
      'Bad Request: chat not found',
    );
  }
});

test('malformed requests are refused, and the server lives on', async (t) => {
  const local = await startTelegramForTest(t);
  const path = `/bot${local.token}/sendMessage`;
  const post = (type: string, body: string | Buffer<ArrayBuffer>) =>
    raw(local, path, { method: 'POST', headers: { 'content-type': type }, body });
  const bad = [
    await post('application/json', '{"chat_id":'),
    await post('application/json', '[1]'),
    await post('application/json', `{"chat_id":${FRIENDS},"text":"\\ud800"}`),
    await post('multipart/form-data', 'x'),
    await post('multipart/form-data; boundary=a', '--a\r\nnothing'),
    await post('application/json', `{"chat_id":${FRIENDS},"text":"x","entities":{"a":1}}`),
    await post('application/json', `{"chat_id":${FRIENDS},"text":"x","entities":[7]}`),
    await post('application/json', `{"chat_id":${FRIENDS},"text":"x","reply_parameters":"["}`),
    await post('application/json', `{"chat_id":{"deep":[]},"text":[]}`),
    await post('text/plain', Buffer.from([0xff, 0xfe, 0x00])),
  ];
  assert.deepEqual(
    bad.map(({ status }) => status),
    bad.map(() => 400),
  );

  await sendNonsense(local, 'NOT HTTP AT ALL\r\n\r\n');
  await sendNonsense(local, `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 50\r\n\r\nshort`);
  assert.equal((await raw(local, `/bot%zz/getMe`)).status, 404);

  await callOk(local, 'getMe');
});

/** Writes bytes to the server's socket, and closes it. */
function sendNonsense(local: LocalTelegram, text: string): Promise<void> {
  const { hostname, port } = new URL(local.apiUrl);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.end(text));
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.resume();
  });
}

test('a file of up to 20 MB can be downloaded after getFile gave its path', async (t) => {
  const local = await startTelegramForTest(t, { limits: { downloadBytes: 10 } });
  await takeUpdates(local);
  const file = (bytes: string) => ({
    name: 'a.txt',
    mime: 'text/plain',
    bytes: Buffer.from(bytes),
  });
  await local.say({ roomId: local.me.id, text: '', file: file('small') });
  await local.say({ roomId: local.me.id, text: '', file: file('much too large') });
  const [small, large] = (await takeUpdates(local)).map(
    ({ message }: { message: { document: { file_id: string } } }) => message.document,
  );
  assert.equal(
    await callRefused(local, 'getFile', { file_id: large.file_id }),
    'Bad Request: file is too big',
  );
  assert.match(await callRefused(local, 'getFile', { file_id: 'x' }), /wrong file_id/);

  const { file_path: path, file_size: size } = await callOk(local, 'getFile', {
    file_id: small.file_id,
  });
  assert.equal(size, 5);

  const response = await fetch(`${local.apiUrl}/file/bot${local.token}/${path}`);
  assert.equal(await response.text(), 'small');
  assert.equal(
    (await fetch(`${local.apiUrl}/file/bot${local.token}/documents/other.txt`)).status,
    404,
  );
});

test('uploads have a size limit', async (t) => {
  const local = await startTelegramForTest(t, { limits: { uploadBytes: 1000 } });
  const body = await call(local, 'sendMessage', { chat_id: FRIENDS, text: 'x'.repeat(2000) });
  assert.equal(body.error_code, 413);
});

test('a known file can be sent again by its id', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  const file = { name: 'a.txt', mime: 'text/plain', bytes: Buffer.from('text') };
  await local.say({ roomId: local.me.id, text: '', file });
  const [{ message }] = await takeUpdates(local);
  const send = { chat_id: local.me.id, document: message.document.file_id };
  assert.equal((await callOk(local, 'sendDocument', send)).document.file_name, 'a.txt');
  assert.match(
    await callRefused(local, 'sendDocument', { ...send, document: 'x' }),
    /wrong file identifier/,
  );
  assert.match(
    await callRefused(local, 'sendPhoto', { ...send }),
    /there is no photo in the request/,
  );
});

test('a fault makes one call fail: refused, delayed, or applied without an answer', async (t) => {
  const local = await startTelegramForTest(t);
  local.controls.faults.next('sendMessage', { status: 502, description: 'Bad Gateway' });
  assert.equal((await call(local, 'sendMessage', { chat_id: FRIENDS, text: 'a' })).error_code, 502);

  local.controls.faults.next('*', { retryAfter: 7 });
  const refusal = await call(local, 'sendMessage', { chat_id: FRIENDS, text: 'b' });
  assert.equal(refusal.parameters?.retry_after, 7);
  assert.deepEqual(local.history(`${FRIENDS}`), []);

  local.controls.faults.next('sendMessage', { dropAfterApplied: true });
  await assert.rejects(call(local, 'sendMessage', { chat_id: FRIENDS, text: 'c' }));
  assert.equal(local.history(`${FRIENDS}`).length, 1);

  local.controls.faults.next('sendMessage', { delayMs: 1 });
  await sendToMe(local, { text: 'd' });
});

test('a hanging call ends when its client disconnects', async (t) => {
  const local = await startTelegramForTest(t);
  local.controls.faults.next('getMe', { hang: true });
  const signal = AbortSignal.timeout(50);
  await assert.rejects(fetch(`${local.apiUrl}/bot${local.token}/getMe`, { signal }), {
    name: 'TimeoutError',
  });

  local.controls.faults.next('getMe', { status: 500 });
  local.controls.faults.clear();
  await callOk(local, 'getMe');
});

test('no value of any parameter breaks a method', async (t) => {
  const local = await startTelegramForTest(t);
  const values = fc.oneof(
    fc.constantFrom(
      local.me.id,
      `${FRIENDS}`,
      '',
      '0',
      '-1',
      '1',
      '2',
      'true',
      '{}',
      '[]',
      '[[]]',
      '[{}]',
      'null',
    ),
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom(
      { inline_keyboard: [[null]] },
      { blocks: [null] },
      { blocks: [{ type: 'table', cells: [[7]] }] },
    ),
    fc.string({
      unit: fc.constantFrom(
        '*',
        '_',
        '[',
        ']',
        '(',
        ')',
        '`',
        '<',
        '>',
        '/',
        'b',
        '|',
        '\\',
        '😀',
        '\n',
      ),
    }),
  );
  const names = fc.constantFrom(...PARAMETERS);
  const params = fc
    .dictionary(names, values, { maxKeys: 6 })
    .map((some) => ({ chat_id: local.me.id, ...some }));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...methods.keys()), params, async (method, some) => {
      const { error_code: code } = await call(local, method, { ...some, timeout: 0 });
      assert.notEqual(code, 500);
    }),
    { numRuns: 500 },
  );
});
