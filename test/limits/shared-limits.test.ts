import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';
import type { LimitRules } from '../../src/contracts/limits.ts';
import type { Observation } from '../../src/contracts/observation.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createLimits } from '../../src/limits/limits.ts';
import { openUsage } from '../../src/usage/open-usage.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { createSharedFleet, type SharedFleet } from '../helpers/shared-fleet.ts';
import { createSharedStore, type SharedStore } from '../helpers/shared-store.ts';
import { chargeOf } from '../usage/charges.ts';

const room: Channel = { platform: 'discord', id: '2', kind: 'group', server: '1' };
const ann: Author = { id: '7', name: 'Ann', isBot: false, isServerAdmin: false, roles: [] };

let clock: FakeClock;
let shared: SharedStore;
let fleet: SharedFleet;
let observed: Observation[];

beforeEach(() => {
  clock = createFakeClock(Date.parse('2026-11-29T12:00:00Z'));
  shared = createSharedStore(clock);
  fleet = createSharedFleet();
  observed = [];
});

async function start(rules: LimitRules) {
  const member = fleet.join();
  const parts = { store: shared.open(), fleet: member, clock, log: silentLog };
  const usage = await openUsage({ ...parts, timeZone: () => 'UTC' });
  const limits = createLimits({
    ...parts,
    rules: () => new Map([['bot', rules]]),
    ledger: usage.ledger,
    access: { isAdmin: () => false, isModerator: async () => false },
    timeZone: () => 'UTC',
    observe: (observation) => void observed.push(observation),
  });
  let lastTurn = 0;
  /** Asks, and gives the function that ends the answer, or what refuses it. */
  const ask = async () => {
    lastTurn += 1;
    const turnId = `${member.self.id}#${lastTurn}`;
    const admission = await limits.admit({ channel: room, author: ann, turnId, isResumed: false });
    return admission;
  };
  return { limits, ask, member, ledger: usage.ledger };
}

describe('limits of several processes on one store', () => {
  test('count the answers of a minute in all of them', async () => {
    const rules = { person: { answersPerMinute: 2 } };
    const [first, second] = [await start(rules), await start(rules)];
    assert.equal((await first.ask()).kind, 'admitted');
    assert.equal((await first.ask()).kind, 'admitted');
    await clock.advance(100);
    assert.equal((await second.ask()).kind, 'refused');
    await clock.advance(60_000);
    assert.equal((await second.ask()).kind, 'admitted');
  });

  test('count an answer of the day while it runs elsewhere, and forget it when its process has left', async () => {
    const rules = { person: { answersPerDay: 1 } };
    const [first, second] = [await start(rules), await start(rules)];
    const admitted = await first.ask();
    assert.equal(admitted.kind, 'admitted');
    await clock.advance(100);
    assert.equal((await second.ask()).kind, 'refused');
    if (admitted.kind === 'admitted') await admitted.spending.end(undefined);
    await clock.advance(100);
    const again = await second.ask();
    assert.equal(again.kind, 'admitted');
    await clock.advance(100);
    assert.equal((await first.ask()).kind, 'refused');
    fleet.remove(second.member);
    assert.equal((await first.ask()).kind, 'admitted');
  });

  test('know the answers that run elsewhere at the same time', async () => {
    const rules = { person: { atOnce: 1 } };
    const [first, second] = [await start(rules), await start(rules)];
    const [{ key = '' } = {}] = first.limits.atOnce(ann, room);
    const end = first.limits.runAtOnce([key]);
    await clock.advance(100);
    assert.deepEqual(
      [first.limits.runningElsewhere(key), second.limits.runningElsewhere(key)],
      [0, 1],
    );
    end();
    await clock.advance(100);
    assert.equal(second.limits.runningElsewhere(key), 0);
  });

  test('wait for what an answer in another process holds back, and say of no limit that it is reached', async () => {
    const rules = { total: { tokensPerDay: 200 } };
    const [first, second] = [await start(rules), await start(rules)];
    const tokens = (inputTokens: number) => ({ attempt: { inputTokens, outputTokens: 0 } });
    const id = 'running';
    await first.ledger.hold(chargeOf({ id, ...tokens(200) }));
    await clock.advance(100);
    let outcome: string | undefined;
    void second.ask().then(({ kind }) => {
      outcome = kind;
    });
    await clock.advance(5_000);
    assert.equal(outcome, undefined);
    await first.ledger.settle(chargeOf({ id, ...tokens(20) }));
    await clock.advance(2_000);
    assert.equal(outcome, 'admitted');
    assert.deepEqual(observed, []);
  });

  test('say once of all processes that a limit is reached', async () => {
    const rules = { total: { answersPerDay: 1 } };
    const [first, second] = [await start(rules), await start(rules)];
    const admitted = await first.ask();
    const attempt = { provider: 'p', model: 'm', outcome: 'answered', endMs: 1 } as const;
    if (admitted.kind === 'admitted') await admitted.spending.end(attempt);
    await clock.advance(100);
    await Promise.all([first.ask(), second.ask()]);
    await clock.advance(100);
    const reached = observed.filter((each) => each.kind === 'limit' && each.share === 1);
    assert.equal(reached.length, 1);
  });
});
