import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAnnouncements, toPayloads } from '../../../src/store/postgres/announcements.ts';

/** What a watcher of another process hears. */
function hear(payloads: readonly string[]) {
  const heard: (readonly string[] | 'all')[] = [];
  const { watch, onPayload } = createAnnouncements('other');
  watch('', (changed) => heard.push(changed));
  payloads.forEach(onPayload);
  return heard;
}

test('many keys are announced in parts that PostgreSQL takes, below 8,000 bytes', () => {
  const keys = Array.from({ length: 900 }, (_, index) => `setting:${index}:“ключ”`);
  const payloads = toPayloads('me', keys);
  assert.ok(payloads.length > 1);
  assert.ok(payloads.every((payload) => Buffer.byteLength(payload) < 8_000));
  assert.deepEqual(hear(payloads).flat(), keys);
});

test('of too many keys, everything is announced', () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `turn:${index}`);
  assert.deepEqual(hear(toPayloads('me', keys)), ['all']);
  assert.deepEqual(toPayloads('me', []), []);
});

test('own announcements are not told, and those that nobody understands are everything', () => {
  assert.deepEqual(hear(toPayloads('other', ['a'])), []);
  assert.deepEqual(hear(['no JSON', '{"a":1}']), ['all', 'all']);
});
