import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { createFakeClock } from '../../helpers/fake-clock.ts';
import { waitFor } from '../../helpers/wait-for.ts';
import { call, done, localTelegram, refused, takeUpdates } from './local-telegram.ts';

const textsOf = (updates: readonly { readonly message?: { readonly text: string } }[]) =>
  updates.map((update) => update.message?.text);

test('updates come again until an offset confirms them', async (t) => {
  const local = await localTelegram(t);
  await local.say({ roomId: local.me.id, text: 'second' });
  const first = await done(local, 'getUpdates');
  assert.deepEqual(textsOf(first), ['first', 'second']);
  assert.deepEqual(await done(local, 'getUpdates'), first);
  assert.deepEqual(textsOf(await done(local, 'getUpdates', { offset: first[0].update_id + 1 })), [
    'second',
  ]);
  assert.deepEqual(textsOf(await done(local, 'getUpdates')), ['second']);
  assert.deepEqual(await done(local, 'getUpdates', { offset: first[1].update_id + 1 }), []);
});

test('a limit and a negative offset count updates', async (t) => {
  const local = await localTelegram(t);
  await local.say({ roomId: local.me.id, text: 'second' });
  await local.say({ roomId: local.me.id, text: 'third' });
  assert.deepEqual(textsOf(await done(local, 'getUpdates', { limit: 2 })), ['first', 'second']);
  assert.deepEqual(textsOf(await done(local, 'getUpdates', { offset: -1 })), ['third']);
  assert.deepEqual(textsOf(await done(local, 'getUpdates')), ['third']);
});

test('a long poll waits for the next update', async (t) => {
  const local = await localTelegram(t);
  await takeUpdates(local);
  const polled = done(local, 'getUpdates', { timeout: 30 });
  await waitFor(local, 'the poller', () => local.isOnline());
  await local.say({ roomId: local.me.id, text: 'now' });
  assert.deepEqual(textsOf(await polled), ['now']);
});

test('a long poll ends empty when its time is over, and the bot is offline a while after its last', async (t) => {
  const clock = createFakeClock();
  const local = await localTelegram(t, { clock });
  await takeUpdates(local);
  await clock.advance(3000);
  assert.equal(local.isOnline(), false);
  const polled = done(local, 'getUpdates', { timeout: 5 });
  await waitFor(local, 'the poller', () => local.isOnline());
  await clock.advance(5000);
  assert.deepEqual(await polled, []);
  assert.equal(local.isOnline(), true);
  await clock.advance(3000);
  assert.equal(local.isOnline(), false);
});

test('a second poller ends the first with a conflict', async (t) => {
  const local = await localTelegram(t);
  await takeUpdates(local);
  const first = call(local, 'getUpdates', { timeout: 30 });
  const ended = first.then(() => true);
  // Until the first one has arrived, there is none to end.
  for (let isOver = false; !isOver; ) {
    await done(local, 'getUpdates');
    isOver = await Promise.race([ended, setImmediate(false)]);
  }
  const { error_code: code, description } = await first;
  assert.equal(code, 409);
  assert.equal(
    description,
    'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
  );
});

test('nobody polls while a webhook is set', async (t) => {
  const local = await localTelegram(t);
  assert.match(
    await refused(local, 'setWebhook', { url: 'http://a.example' }),
    /^Bad Request: bad webhook/,
  );
  await done(local, 'setWebhook', { url: 'https://a.example/hook' });
  const { url, pending_update_count: pending } = await done(local, 'getWebhookInfo');
  assert.deepEqual({ url, pending }, { url: 'https://a.example/hook', pending: 1 });
  const { error_code: code, description } = await call(local, 'getUpdates');
  assert.equal(code, 409);
  assert.match(description ?? '', /can't use getUpdates method while webhook is active/);
  await done(local, 'deleteWebhook', { drop_pending_updates: true });
  assert.deepEqual(await done(local, 'getUpdates'), []);
});

test('allowed updates stay as they were until somebody names others', async (t) => {
  const local = await localTelegram(t);
  await takeUpdates(local, { allowed_updates: ['callback_query'] });
  await local.say({ roomId: local.me.id, text: 'lost' });
  assert.deepEqual(await done(local, 'getUpdates'), []);
  await done(local, 'getUpdates', { allowed_updates: [] });
  await local.say({ roomId: local.me.id, text: 'kept' });
  assert.deepEqual(textsOf(await done(local, 'getUpdates')), ['kept']);
});

test('reactions come only on request', async (t) => {
  const local = await localTelegram(t);
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
  const local = await localTelegram(t);
  const [update] = await takeUpdates(local);
  local.controls.redeliver(update.update_id);
  assert.deepEqual(await done(local, 'getUpdates', { offset: update.update_id + 1 }), [update]);
  assert.deepEqual(await done(local, 'getUpdates', { offset: update.update_id + 1 }), []);
});

test('updates that nobody fetched are gone after a day', async (t) => {
  const clock = createFakeClock();
  const local = await localTelegram(t, { clock });
  await clock.advance(25 * 3_600_000);
  assert.deepEqual(await done(local, 'getUpdates'), []);
});
