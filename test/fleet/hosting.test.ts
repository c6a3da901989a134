import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHosting } from '../../src/fleet/hosting.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { findFreePort } from '../helpers/free-port.ts';
import { recordWork } from './fleet-members.ts';

const LOOK_EVERY_MS = 15_000;

test('a process hosts a chat whose claim it never heard of, and leaves one that another process has claimed', async (t) => {
  const clock = createFakeClock();
  const claimed = new Map([['unheard', false]]);
  let reads = 0;
  const taken = new Set<string>();
  const seen: string[] = [];
  const hosting = startHosting({
    database: {
      listen: () => () => {},
      // No server: no job comes.
      directUrl: `postgres://parley:word@127.0.0.1:${await findFreePort()}/parley`,
      explain: (error) => error,
    },
    eventLog: {
      async read() {
        reads += 1;
        return { events: [], isPart: false };
      },
      finish: async () => {},
    },
    claims: {
      list: async () => claimed,
      claim: async (chat) => (taken.has(chat) ? undefined : { end: 'left' }),
      release: async () => {},
    },
    // It has an open turn for as long as the test wants.
    work: recordWork((entry) => seen.push(entry), { countOpenIn: () => (taken.size > 0 ? 0 : 1) }),
    onLockName: async () => {},
    confirm: async () => {},
    clock,
    log: silentLog,
  });
  t.after(async () => {
    await hosting.pause();
    await hosting.stop();
  });

  await clock.advance(LOOK_EVERY_MS);
  assert.deepEqual(seen, ['adopt unheard (left)']);
  assert.equal(reads, 1);
  await clock.advance(LOOK_EVERY_MS);
  assert.equal(reads, 1, 'it reads no chat in which nothing waits');
  claimed.set('unheard', true);
  await clock.advance(LOOK_EVERY_MS);
  assert.equal(reads, 2, 'it reads one whose notification it never heard');
  claimed.delete('unheard');
  await clock.advance(LOOK_EVERY_MS);
  assert.deepEqual(seen, ['adopt unheard (left)'], 'it has claimed the chat again');
  taken.add('unheard');
  await clock.advance(LOOK_EVERY_MS + 1_000);
  assert.deepEqual(seen, ['adopt unheard (left)', 'release unheard']);
});
