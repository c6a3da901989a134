import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRawDiscord } from './raw-client.ts';

const PATH = '/channels/:channel/messages';

test('the fault drop-after-applied creates the message and loses the answer', async (t) => {
  const { local, rest, general } = await startRawDiscord(t);
  const struck = local.controls.faults.next('POST', PATH, 'drop-after-applied');
  await assert.rejects(rest('POST', `/channels/${general}/messages`, { content: 'a' }));

  await struck;
  assert.equal(local.history(general).length, 1);
  assert.deepEqual(local.controls.calls.at(-1)?.status, 0);
  assert.equal((await rest('POST', `/channels/${general}/messages`, { content: 'b' })).status, 200);
});

test('a request that is dropped, refused or left without an answer changes nothing', async (t) => {
  const { local, rest, general } = await startRawDiscord(t);
  const post = () => rest('POST', `/channels/${general}/messages`, { content: 'a' });
  void local.controls.faults.next('POST', PATH, 'drop');
  await assert.rejects(post());

  void local.controls.faults.next('POST', PATH, { status: 503 });
  assert.equal((await post()).status, 503);

  void local.controls.faults.next('POST', PATH, { status: 429, retryAfterMs: 2_000 });
  const { headers, body } = await post();
  assert.deepEqual(
    [headers.get('retry-after'), body.retry_after, headers.get('x-ratelimit-scope')],
    ['2', 2, 'shared'],
  );

  const struck = local.controls.faults.next('POST', PATH, 'hang');
  const hanging = assert.rejects(post());
  await struck;
  assert.deepEqual(local.history(general), []);

  await local.stop();
  await hanging;
});
