import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  createFairOrder,
  type FairOrder,
  RECENT_SERVICES,
  type WaitingParty,
} from '../../src/lib/fair-order.ts';

const waiting = (person: string, channel: string, age: number): WaitingParty => ({
  person,
  channel,
  age,
});

/** Serves all candidates one after the other, each to its end. Gives the people in the order of their services. */
function serveAll(order: FairOrder, candidates: readonly WaitingParty[]): string[] {
  const left = new Set(candidates);
  const served: string[] = [];
  while (left.size > 0) {
    const next = order.choose(left);
    assert.ok(next);
    left.delete(next);
    served.push(`${next.person}/${next.channel}`);
    order.serve(next)();
  }
  return served;
}

describe('createFairOrder', () => {
  test('serves one person with thirty questions and one with a single question in turn', () => {
    const ann = Array.from({ length: 30 }, (_, index) => waiting('ann', `room ${index}`, index));
    const order = createFairOrder();
    const served = serveAll(order, [...ann, waiting('bob', 'hall', 30)]);
    assert.equal(served.indexOf('bob/hall'), 1);
  });

  test('prefers the person with the fewest services under way, whoever was served more recently', () => {
    const order = createFairOrder();
    order.serve({ person: 'ann', channel: 'a' });
    for (let times = 0; times < 5; times++) order.serve({ person: 'bob', channel: 'b' })();
    const next = order.choose([waiting('ann', 'c', 1), waiting('bob', 'd', 2)]);
    assert.equal(next?.person, 'bob');
  });

  test('takes turns between the channels of one person, and between people of equal claim', () => {
    const own = [waiting('ann', 'a', 1), waiting('ann', 'a', 2), waiting('ann', 'b', 3)];
    assert.deepEqual(serveAll(createFairOrder(), own), ['ann/a', 'ann/b', 'ann/a']);
    const raid = ['x', 'y', 'z'].map((person, index) => waiting(person, 'raided', index));
    const served = serveAll(createFairOrder(), [...raid, waiting('bob', 'hall', 9)]);
    assert.equal(served.indexOf('bob/hall'), 1);
  });

  test('serves what had to make way before all others', () => {
    const resumed = { ...waiting('ann', 'a', 9), isResumed: true };
    const order = createFairOrder();
    for (let times = 0; times < 5; times++) order.serve(resumed);
    assert.equal(order.choose([waiting('bob', 'b', 1), resumed]), resumed);
  });

  test('passes over those who are held back, and asks about each at most once', () => {
    const candidates = Array.from({ length: 100 }, (_, age) => waiting(`p${age}`, 'a', 100 - age));
    const asked: WaitingParty[] = [];
    const next = createFairOrder().choose(candidates, (candidate) => {
      asked.push(candidate);
      return candidate.age <= 50;
    });
    assert.equal(next?.age, 51);
    assert.equal(new Set(asked).size, asked.length);
  });

  test('owes nothing to anybody once it has forgotten', () => {
    const order = createFairOrder();
    order.serve({ person: 'ann', channel: 'a' })();
    order.forget();
    assert.equal(order.choose([waiting('bob', 'b', 2), waiting('ann', 'a', 1)])?.person, 'ann');
  });

  test('agrees with a model that counts everything anew', () => {
    const party = fc.record({
      person: fc.constantFrom('ann', 'bob', 'cem'),
      channel: fc.constantFrom('a', 'b'),
    });
    const step = fc.oneof(
      fc.record({ kind: fc.constant('arrive' as const), party }),
      fc.record({ kind: fc.constant('serve' as const) }),
      fc.record({ kind: fc.constant('end' as const), index: fc.nat(9) }),
    );
    const property = fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      const order = createFairOrder();
      const line: WaitingParty[] = [];
      const underWay: { party: WaitingParty; end: () => void }[] = [];
      const services: WaitingParty[] = [];
      let age = 0;
      const claimOf = ({ person, channel, age: own }: WaitingParty) => {
        const recent = services.slice(-RECENT_SERVICES);
        return [
          underWay.filter((each) => each.party.person === person).length,
          recent.filter((each) => each.person === person).length,
          recent.filter((each) => each.channel === channel).length,
          own,
        ];
      };
      const serve = () => {
        const expected = line.toSorted((a, b) => compareClaims(claimOf(a), claimOf(b)))[0];
        const next = order.choose(line);
        assert.equal(next, expected);
        if (!next) return;
        line.splice(line.indexOf(next), 1);
        services.push(next);
        underWay.push({ party: next, end: order.serve(next) });
      };
      for (const each of steps) {
        if (each.kind === 'arrive') line.push({ ...each.party, age: age++ });
        if (each.kind === 'end') underWay.splice(each.index, 1)[0]?.end();
        if (each.kind === 'serve') serve();
      }
    });
    fc.assert(property, { numRuns: 100, seed: 1 });
  });

  test('lets nobody starve, whoever else keeps coming', () => {
    const adversary = fc.record({
      older: fc.nat(4),
      served: fc.nat(2 * RECENT_SERVICES),
      newcomers: fc.array(
        fc.record({
          person: fc.oneof(fc.constant(undefined), fc.constantFrom('x', 'y', 'z')),
          channel: fc.constantFrom('hall', 'a', 'b', 'c'),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    });
    const property = fc.property(adversary, ({ older, served, newcomers }) => {
      const order = createFairOrder();
      const victim = waiting('victim', 'hall', older);
      for (let times = 0; times < served; times++) order.serve(victim)();
      const line = new Set<WaitingParty>([victim]);
      for (let age = 0; age < older; age++) line.add(waiting(`older ${age}`, 'hall', age));

      const bound = RECENT_SERVICES * (older + 2) + older;
      let passedOver = 0;
      const serveNext = () => {
        const next = order.choose(line);
        assert.ok(next && passedOver <= bound, `passed over ${passedOver} times`);
        line.delete(next);
        order.serve(next)();
        passedOver += 1;
      };
      for (let age = older + 1; line.has(victim); age++) {
        for (const { person, channel } of newcomers) {
          line.add(waiting(person ?? `newcomer ${age} ${channel}`, channel, age));
        }
        serveNext();
      }
    });
    fc.assert(property, { numRuns: 60, seed: 1 });
  });
});

function compareClaims(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
