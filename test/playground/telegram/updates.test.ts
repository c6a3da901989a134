import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { call, callOk, callRefused, startTelegramForTest, takeUpdates } from './local-telegram.ts';

const textsOf = (updates: readonly { readonly message?: { readonly text: string } }[]) =>
  updates.map((update) => update.message?.text);

test('updates are delivered again until an offset confirms them', async (t) => {
  const local = await startTelegramForTest(t);
  await local.say({ roomId: local.me.id, text: 'second' });
  const first = await callOk(local, 'getUpdates');
  assert.deepEqual(textsOf(first), ['first', 'second']);
  assert.deepEqual(await callOk(local, 'getUpdates'), first);
  assert.deepEqual(textsOf(await callOk(local, 'getUpdates', { offset: first[0].update_id + 1 })), [
    'second',
  ]);
  assert.deepEqual(textsOf(await callOk(local, 'getUpdates')), ['second']);
  assert.deepEqual(await callOk(local, 'getUpdates', { offset: first[1].update_id + 1 }), []);
});

test('the limit and a negative offset count updates', async (t) => {
  const local = await startTelegramForTest(t);
  await local.say({ roomId: local.me.id, text: 'second' });
  await local.say({ roomId: local.me.id, text: 'third' });
  assert.deepEqual(textsOf(await callOk(local, 'getUpdates', { limit: 2 })), ['first', 'second']);
  assert.deepEqual(textsOf(await callOk(local, 'getUpdates', { offset: -1 })), ['third']);
  assert.deepEqual(textsOf(await callOk(local, 'getUpdates')), ['third']);
});

test('a long poll waits for the next update', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  const polled = callOk(local, 'getUpdates', { timeout: 30 });
  await waitFor(local, 'the poller', () => local.isOnline());
  await local.say({ roomId: local.me.id, text: 'now' });
  assert.deepEqual(textsOf(await polled), ['now']);
});

test('a long poll ends empty after its timeout, and the bot goes offline some time after its last poll', async (t) => {
  const clock = createFakeClock();
  const local = await startTelegramForTest(t, { clock });
  await takeUpdates(local);
  await clock.advance(3000);
  assert.equal(local.isOnline(), false);

  const polled = callOk(local, 'getUpdates', { timeout: 5 });
  await waitFor(local, 'the poller', () => local.isOnline());
  await clock.advance(5000);
  assert.deepEqual(await polled, []);
  assert.equal(local.isOnline(), true);

  await clock.advance(3000);
  assert.equal(local.isOnline(), false);
});

test('a second poller ends the first with a conflict', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local);
  const first = call(local, 'getUpdates', { timeout: 30 });
  const ended = first.then(() => true);
  // The second poll can end the first one only after that has arrived.
  for (let isOver = false; !isOver; ) {
    await callOk(local, 'getUpdates');
    isOver = await Promise.race([ended, setImmediate(false)]);
  }
  const { error_code: code, description } = await first;
  assert.equal(code, 409);
  assert.equal(
    description,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
});

test('polling is refused while a webhook is set', async (t) => {
  const local = await startTelegramForTest(t);
  assert.match(
    await callRefused(local, 'setWebhook', { url: 'http://a.example' }),
    /^Bad Request: bad webhook/,
  );

  await callOk(local, 'setWebhook', { url: 'https://a.example/hook' });
  const { url, pending_update_count: pending } = await callOk(local, 'getWebhookInfo');
  assert.deepEqual({ url, pending }, { url: 'https://a.example/hook', pending: 1 });

  const { error_code: code, description } = await call(local, 'getUpdates');
  assert.equal(code, 409);
  assert.match(description ?? '', /can't use getUpdates method while webhook is active/);

  await callOk(local, 'deleteWebhook', { drop_pending_updates: true });
  assert.deepEqual(await callOk(local, 'getUpdates'), []);
});

test('the allowed updates stay until a call names others', async (t) => {
  const local = await startTelegramForTest(t);
  await takeUpdates(local, { allowed_updates: ['callback_query'] });
  await local.say({ roomId: local.me.id, text: 'lost' });
  assert.deepEqual(await callOk(local, 'getUpdates'), []);

  await callOk(local, 'getUpdates', { allowed_updates: [] });
  await local.say({ roomId: local.me.id, text: 'kept' });
  assert.deepEqual(textsOf(await callOk(local, 'getUpdates')), ['kept']);
});

test('reactions come only on request', async (t) => {
  const local = await startTelegramForTest(t);
  const [message] = local.history(local.me.id);
  assert.ok(message);

  await takeUpdates(local);
  local.controls.react(local.me.id, message.id, '👍');
  assert.deepEqual(await takeUpdates(local, { allowed_updates: ['message_reaction'] }), []);

  local.controls.react(local.me.id, message.id, '👍');
  const [update] = await takeUpdates(local);
  assert.deepEqual(update.message_reaction.new_reaction, [{ type: 'emoji', emoji: '👍' }]);
});

test('a confirmed update can be delivered again', async (t) => {
  const local = await startTelegramForTest(t);
  const [update] = await takeUpdates(local);
  local.controls.redeliver(update.update_id);
  assert.deepEqual(await callOk(local, 'getUpdates', { offset: update.update_id + 1 }), [update]);
  assert.deepEqual(await callOk(local, 'getUpdates', { offset: update.update_id + 1 }), []);
});

test('updates that nobody fetched are gone after a day', async (t) => {
  const clock = createFakeClock();
  const local = await startTelegramForTest(t, { clock });
  await clock.advance(25 * 3_600_000);
  assert.deepEqual(await callOk(local, 'getUpdates'), []);
});
