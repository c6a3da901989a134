import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  aimMs,
  chatsAtOnce,
  type ManyChatsResult,
  newChatsBesideGrowing,
  p99,
  simulateChats,
} from './many-chats.ts';

/** Asserts what holds for every number of chats. */
function checkWork({ renders, writes, deltas }: ManyChatsResult): void {
  assert.equal(renders, writes, 'each write is rendered once, and nothing else is');
  assert.ok(deltas > writes, `${deltas} deltas, ${writes} writes`);
}

describe('many chats at once', () => {
  for (const count of [50, 300]) {
    test(`wait for first words and ends hardly longer than the limit demands: ${count}`, async () => {
      const result = await simulateChats(chatsAtOnce(count));
      assert.ok(p99(result.firstWordsMs) <= aimMs(count), `${p99(result.firstWordsMs)} ms`);
      assert.ok(p99(result.endsMs) <= aimMs(count), `${p99(result.endsMs)} ms`);
      checkWork(result);
    });
  }

  // found-2026-11.md, F1: the 99th percentile was 15 s, and ends came up to 18 s late.
  test('show the first words of new chats at once while a hundred others grow', async () => {
    const result = await simulateChats(newChatsBesideGrowing(5));
    assert.ok(p99(result.firstWordsMs) <= 300, `${p99(result.firstWordsMs)} ms`);
    assert.ok(p99(result.endsMs) <= 500, `${p99(result.endsMs)} ms`);
    const longestGapMs = result.gapsMs.at(-1) ?? 0;
    assert.ok(longestGapMs < 15_000, `${longestGapMs} ms between two writes`);
    checkWork(result);
  });

  test('keep the global limit of Discord over all channels', async () => {
    const result = await simulateChats(chatsAtOnce(200, 5_000), { platform: 'discord' });
    assert.ok(p99(result.firstWordsMs) <= aimMs(200, 50), `${p99(result.firstWordsMs)} ms`);
    checkWork(result);
  });
});
