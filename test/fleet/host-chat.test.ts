import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LoggedEvent } from '../../src/fleet/event-log.ts';
import { hostChat } from '../../src/fleet/host-chat.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';

const MOST_LOOKS = 1_000;

/** A chat in which nothing happens. */
const idle = (clock: FakeClock): Parameters<typeof hostChat>[2] => ({
  adopt: async () => {},
  accept: async () => {},
  countOpenIn: () => 0,
  release: async () => {},
  eventLog: { read: async () => ({ events: [], isPart: false }) },
  claims: { release: async () => {} },
  finish: async () => {},
  confirm: async () => {},
  pausing: new AbortController().signal,
  ending: new AbortController().signal,
  clock,
  log: silentLog,
});

describe('the host of a chat', () => {
  test('rests between two looks while its process ends and an answer still runs', async () => {
    const pausing = new AbortController();
    const ending = new AbortController();
    let looks = 0;
    const hosted = hostChat(
      'telegram:7',
      { end: 'left' },
      {
        ...idle(createFakeClock()),
        // A host that never rests would keep this test for ever.
        countOpenIn() {
          looks += 1;
          return looks < MOST_LOOKS ? 1 : 0;
        },
        pausing: pausing.signal,
        ending: ending.signal,
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

  test('leaves a chat in which people only write to each other', async () => {
    const clock = createFakeClock();
    let nextId = 0;
    const waiting: LoggedEvent[] = [];
    const seen: string[] = [];
    const channel = { platform: 'discord', id: '7', kind: 'group' } as const;
    const hosted = hostChat(
      'discord:7',
      { end: 'left' },
      {
        ...idle(clock),
        accept: async ({ id }) => void seen.push(id),
        eventLog: { read: async () => ({ events: waiting.splice(0), isPart: false }) },
      },
    );
    const arrive = async (isLoose: boolean, ms: number) => {
      nextId += 1;
      waiting.push({ id: String(nextId), event: { kind: 'added', channel }, isLoose });
      hosted.wake();
      await clock.advance(ms);
    };
    let hasLeft = false;
    void hosted.done.then(() => (hasLeft = true));

    await arrive(false, 30_000);
    await arrive(false, 50_000);
    await arrive(true, 9_000);
    assert.equal(hasLeft, false);
    await arrive(true, 2_000);
    assert.equal(hasLeft, true);
    assert.deepEqual(seen, ['1', '2', '3', '4']);
  });
});
