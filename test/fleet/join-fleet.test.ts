import assert from 'node:assert/strict';
import { test } from 'node:test';
import { joinFleet } from '../../src/fleet/join-fleet.ts';
import { silentLog as log } from '../../src/lib/log.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

/** A member on a store whose answers can be held back, and the news of the others. */
async function startMember() {
  const clock = createFakeClock();
  const memory = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  let renewals = 0;
  const store: typeof memory = {
    ...memory,
    async claim(...args) {
      renewals += 1;
      const result = await memory.claim(...args);
      await gate.promise;
      return result;
    },
  };
  let onPayload = (_payload: string) => {};
  const database = {
    query: async () => [],
    ride: async (_text: string, take: () => readonly string[]) => void take(),
    listen(_channel: string, listener: (payload: string) => void) {
      onPayload = listener;
      return () => {};
    },
    withLock: async () => {},
  };
  const lost: string[] = [];
  const membership = await joinFleet({
    ...{ store, database, role: 'worker', version: '1.0.0', clock, log },
    isGone: () => false,
    onLost: () => void lost.push('lost'),
    onDead: async () => {},
  });
  return {
    membership,
    clock,
    lost,
    get renewals() {
      return renewals;
    },
    holdAnswers() {
      gate = Promise.withResolvers();
    },
    releaseAnswers: () => gate.resolve(),
    hearOfOthers() {
      onPayload(JSON.stringify({ from: 'another', topic: 'members', content: {} }));
    },
  };
}

test('a member stays one while many others come and go at the same moment', async () => {
  const member = await startMember();
  const { clock, lost } = member;
  await clock.advance(0);
  member.holdAnswers();
  for (let count = 0; count < 4; count += 1) {
    member.hearOfOthers();
    await clock.advance(1);
  }
  const keeping = member.membership.keep({ jobLock: 'pool' });
  member.releaseAnswers();
  await keeping;
  await clock.advance(0);
  assert.deepEqual(lost, []);

  const before = member.renewals;
  await clock.advance(15_000);
  assert.equal(member.renewals - before, 10, 'it renews its record as often as ever');
  await member.membership.release();
  assert.equal(clock.pending, 0);
});
