import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSlots } from '../../src/lib/slots.ts';

const never = new AbortController().signal;

/** Takes slots, and records the order in which the callers get theirs. */
function createTaker(slots: ReturnType<typeof createSlots>) {
  const order: string[] = [];
  const take = async (name: string, signal = never) => {
    order.push((await slots.take(signal)) ? name : `not ${name}`);
  };
  return { order, take };
}

test('createSlots lets later callers wait, in the order of their calls', async () => {
  const slots = createSlots(2, 10);
  const { order, take } = createTaker(slots);
  const all = ['a', 'b', 'c', 'd'].map((name) => take(name));
  await Promise.all(all.slice(0, 2));
  assert.deepEqual(order, ['a', 'b']);
  slots.give();
  await all[2];
  assert.deepEqual(order, ['a', 'b', 'c']);
  slots.give();
  await all[3];
  assert.deepEqual(order, ['a', 'b', 'c', 'd']);
});

test('a full line refuses further callers', async () => {
  const slots = createSlots(1, 1);
  const { order, take } = createTaker(slots);
  await take('a');
  const waiting = take('b');
  await take('c');
  assert.deepEqual(order, ['a', 'not c']);
  slots.give();
  await waiting;
  assert.deepEqual(order, ['a', 'not c', 'b']);
});

test('a caller that gives up leaves the line, and the next one moves up', async () => {
  const slots = createSlots(1, 2);
  const { order, take } = createTaker(slots);
  await take('a');
  const leaving = new AbortController();
  const gone = take('b', leaving.signal);
  const next = take('c');
  leaving.abort();
  await gone;
  const last = take('d');
  slots.give();
  await next;
  slots.give();
  await last;
  slots.give();
  await take('e');
  assert.deepEqual(order, ['a', 'not b', 'c', 'd', 'e']);
});

test('an aborted signal takes no slot, and a signal that aborts later leaves the slot taken', async () => {
  const slots = createSlots(1, 2);
  const { order, take } = createTaker(slots);
  await take('a', AbortSignal.abort());
  const leaving = new AbortController();
  await take('b');
  const called = take('c', leaving.signal);
  slots.give();
  leaving.abort();
  await called;
  assert.deepEqual(order, ['not a', 'b', 'c']);
});
