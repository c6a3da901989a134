import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { startRawDiscord } from './raw-client.ts';

test('a channel takes five messages in five seconds, announces the limit in headers, and then answers 429 with the time to wait', async (t) => {
  const clock = createFakeClock();
  const { rest, general, local } = await startRawDiscord(t, { clock });
  const path = `/channels/${general}/messages`;
  for (const remaining of [4, 3, 2, 1, 0]) {
    const { headers } = await rest('POST', path, { content: 'a' });
    assert.equal(headers.get('x-ratelimit-limit'), '5');
    assert.equal(headers.get('x-ratelimit-remaining'), String(remaining));
    assert.match(headers.get('x-ratelimit-bucket') ?? '', /^[0-9a-f]{32}$/);
  }
  await clock.advance(1_500);
  const { status, headers, body } = await rest('POST', path, { content: 'a' });
  assert.equal(status, 429);
  assert.deepEqual(body, {
    message: 'You are being rate limited.',
    retry_after: 3.5,
    global: false,
  });
  assert.equal(headers.get('retry-after'), '4');
  assert.equal(headers.get('x-ratelimit-reset-after'), '3.500');
  assert.equal(headers.get('x-ratelimit-scope'), 'user');
  assert.ok(headers.get('via'));
  assert.equal(
    (await rest('POST', `/channels/${local.rooms()[1]?.id}/messages`, { content: 'a' })).status,
    200,
  );

  await clock.advance(3_500);
  assert.equal((await rest('POST', path, { content: 'a' })).status, 200);
  assert.equal(local.history(general).length, 6);
});

test('all edits of a channel share one limit, whatever the message', async (t) => {
  const { rest, general, send } = await startRawDiscord(t, { clock: createFakeClock() });
  const messages = [await send({ content: 'a' }), await send({ content: 'b' })];
  const statuses: number[] = [];
  for (let count = 0; count < 6; count++) {
    const { status } = await rest(
      'PATCH',
      `/channels/${general}/messages/${messages[count % 2].id}`,
      { content: 'c' },
    );
    statuses.push(status);
  }
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429]);
  assert.equal((await rest('POST', `/channels/${general}/messages`, { content: 'a' })).status, 200);
});

test('all routes together take fifty requests a second', async (t) => {
  const clock = createFakeClock();
  const { rest, local } = await startRawDiscord(t, {
    clock,
    limits: { other: { calls: 1_000, windowMs: 1_000 } },
  });
  await clock.advance(1_000);
  for (let count = 0; count < 50; count++)
    assert.equal((await rest('GET', '/users/@me')).status, 200);
  const { status, body, headers } = await rest('GET', '/users/@me');
  assert.deepEqual([status, body.global], [429, true]);
  assert.equal(headers.get('x-ratelimit-global'), 'true');
  assert.equal(local.controls.calls.at(-1)?.status, 429);
  assert.deepEqual(local.controls.fullestWindows(), { global: { calls: 51, limit: 50 } });

  const callback = await rest('POST', '/interactions/1/x/callback', {
    type: 4,
    data: { content: 'a' },
  });
  assert.equal(callback.body.code, 10062, 'interactions are not bound to the global limit');
});

test('a message older than an hour can be edited three times in twenty seconds', async (t) => {
  const clock = createFakeClock();
  const { rest, general, send } = await startRawDiscord(t, { clock });
  const { id } = await send({ content: 'a' });
  await clock.advance(3_600_001);
  const edit = () => rest('PATCH', `/channels/${general}/messages/${id}`, { content: 'b' });
  for (let count = 0; count < 3; count++) assert.equal((await edit()).status, 200);
  const { status, body } = await edit();
  assert.deepEqual([status, body.code, body.retry_after], [429, 30046, 20]);

  await clock.advance(20_000);
  assert.equal((await edit()).status, 200);
});
