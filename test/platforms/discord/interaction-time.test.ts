import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createInteractionTimes } from '../../../src/platforms/discord/interaction-time.ts';

// https://discord.com/developers/docs/reference#snowflakes: milliseconds since the first of 2015, above 22 bits.
const idOf = (madeAt: number) => String((BigInt(madeAt) - 1_420_070_400_000n) << 22n);
const START = 1_800_000_000_000;

describe('the time of an interaction', () => {
  test('is in its id, from which a late arrival is known', () => {
    const timeOf = createInteractionTimes();
    assert.equal(timeOf(idOf(START), START + 100), START + 100);
    assert.equal(timeOf(idOf(START + 5_000), START + 6_300), START + 5_100);
    assert.equal(timeOf(idOf(START + 9_000), START + 9_050), START + 9_050);
    assert.equal(timeOf(idOf(START + 10_000), START + 10_100), START + 10_050);
  });

  test('is right with a clock that goes wrong, is set or drifts', () => {
    const timeOf = createInteractionTimes();
    for (const wrongBy of [7_000, 7_000, -90_000, 40 * 365 * 86_400_000]) {
      assert.equal(timeOf(idOf(START), START + wrongBy), START + wrongBy);
    }
    const drifting = createInteractionTimes();
    let made = 0;
    for (let minute = 0; minute < 200; minute += 1) {
      const receivedAt = START + minute * 60_010;
      made = receivedAt - drifting(idOf(START + minute * 60_000), receivedAt);
    }
    assert.ok(made <= 200, String(made));
  });

  test('is that of its arrival where the server has other ids', () => {
    const timeOf = createInteractionTimes();
    for (const id of ['3', 'a-b', '9'.repeat(40)]) assert.equal(timeOf(id, START), START);
  });
});
