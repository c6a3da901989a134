import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { silentLog } from '../../../../../src/lib/log.ts';
import { createAloneMemory } from '../../../../../src/platforms/discord/connection/shards/alone-memory.ts';
import { openShardSession } from '../../../../../src/platforms/discord/connection/shards/shard-session.ts';
import { createFakeClock } from '../../../../helpers/fake-clock.ts';

const account = { user: { id: '7' }, application: { id: '8', flags: 0 } };

/** Processes that go on with one session, one after the other. */
function setUp() {
  const memory = createAloneMemory();
  const clock = createFakeClock();
  const shard = { id: 0, count: 1 };
  const parts = { memory, isShared: true, name: 'discord', shard, clock, log: silentLog };
  return { clock, open: () => openShardSession(parts) };
}

describe('the session of a shard', () => {
  test('begins for the next process where the last one had handled everything, however often it went on', async () => {
    const { clock, open } = setUp();
    const sessionOf = (sequence: number) => ({ sessionId: 's', sequence, shardCount: 1 });
    const first = await open();
    first.change(sessionOf(1));
    first.name(account);

    for (const sequence of [20, 30, 40]) {
      const session = await open();
      session.handled.receive(sequence);
      session.change({ ...sessionOf(sequence), resumeURL: `wss://resume.test/${sequence}` });
      // The process is killed some time later: it closes nothing.
      await clock.advance(5_000);
      const next = (await open()).current();
      assert.deepEqual(next, {
        ...{ ...sessionOf(sequence), resumeURL: `wss://resume.test/${sequence}` },
        ...account,
      });
    }
  });

  test('begins for the next process before the first event that was not handled', async () => {
    const { clock, open } = setUp();
    const session = await open();
    session.change({ sessionId: 's', sequence: 1, shardCount: 1 });
    session.name(account);
    session.handled.receive(5);
    const done = session.handled.begin();
    session.handled.receive(9);
    session.change({ sessionId: 's', sequence: 9, shardCount: 1 });
    await clock.advance(5_000);
    assert.equal((await open()).current()?.sequence, 4);
    done(true);
    await clock.advance(5_000);
    assert.equal((await open()).current()?.sequence, 9);
  });
});
