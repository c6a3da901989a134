import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hostChat } from '../../src/fleet/host-chat.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

const MOST_LOOKS = 1_000;

describe('the host of a chat', () => {
  test('rests between two looks while its process ends and an answer still runs', async () => {
    const pausing = new AbortController();
    const ending = new AbortController();
    let looks = 0;
    const hosted = hostChat(
      'telegram:7',
      { end: 'left' },
      {
        adopt: async () => {},
        accept: async () => {},
        // A host that never rests would keep this test for ever.
        countOpenIn() {
          looks += 1;
          return looks < MOST_LOOKS ? 1 : 0;
        },
        release: async () => {},
        eventLog: { read: async () => ({ events: [], isPart: false }) },
        claims: { release: async () => {} },
        finish: async () => {},
        confirm: async () => {},
        pausing: pausing.signal,
        ending: ending.signal,
        clock: createFakeClock(),
        log: silentLog,
      },
    );
    // Whether something is new is not looked at any more.
    pausing.abort();
    hosted.wake();
    await new Promise(setImmediate);
    assert.ok(looks < 10, `${looks} looks`);
    ending.abort();
    await hosted.done;
  });
});
