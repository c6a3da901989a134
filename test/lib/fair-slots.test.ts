import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createFairSlots } from '../../src/lib/fair-slots.ts';

const never = new AbortController().signal;

type Options = Parameters<typeof createFairSlots>[0];

/** Slots, and the callers that have got one, in that order. */
function setUp(options: Options) {
  const slots = createFairSlots(options);
  const entered: string[] = [];
  const given: (() => void)[] = [];
  const call = async (person: string, channel = person, signal = never) => {
    const giveBack = await slots.take({ person, channel }, signal);
    entered.push(giveBack ? person : `not ${person}`);
    if (giveBack) given.push(giveBack);
  };
  /** Gives back the slot that was taken first. */
  const give = async () => {
    given.shift()?.();
    await settle();
  };
  return { slots, entered, call, give };
}

/** Lets promises settle. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

describe('createFairSlots', () => {
  test('gives the second slot to the person who came last of all, and had none', async () => {
    const { entered, call, give } = setUp({ count: 1, maxWaiting: 100 });
    for (let index = 0; index < 30; index++) void call('ann', `room ${index}`);
    void call('bob');
    await settle();
    assert.deepEqual(entered, ['ann']);
    await give();
    assert.deepEqual(entered, ['ann', 'bob']);
    for (let times = 0; times < 29; times++) await give();
    assert.equal(entered.filter((person) => person === 'ann').length, 30);
  });

  test('keeps slots free for others where one may have only some', async () => {
    const { slots, entered, call, give } = setUp({ count: 4, maxWaiting: 9, mostForOne: 2 });
    for (let index = 0; index < 3; index++) void call('ann', `room ${index}`);
    void call('bob', 'hall');
    void call('cem', 'hall');
    await settle();
    assert.deepEqual(entered, ['ann', 'ann', 'bob', 'cem']);
    assert.equal(slots.areTaken, true);
    await give();
    assert.deepEqual(entered.slice(4), ['ann']);
  });

  test('counts a channel like a person, and wakes everybody who can enter', async () => {
    const { entered, call, give } = setUp({ count: 4, maxWaiting: 9, mostForOne: 1 });
    void call('ann', 'hall');
    void call('bob', 'hall');
    void call('ann', 'room');
    await settle();
    assert.deepEqual(entered, ['ann']);
    await give();
    assert.deepEqual(entered.toSorted(), ['ann', 'ann', 'bob']);
  });

  test('drops the newest call of the person with the most when the line is full', async () => {
    const { entered, call, give } = setUp({ count: 1, maxWaiting: 3 });
    for (let times = 0; times < 4; times++) void call('ann');
    await settle();
    void call('ann');
    await settle();
    assert.deepEqual(entered, ['ann', 'not ann'], 'nobody makes room for the same person');
    void call('bob');
    await settle();
    assert.deepEqual(entered, ['ann', 'not ann', 'not ann']);
    void call('cem');
    await settle();
    assert.deepEqual(entered.slice(3), ['not ann']);
    void call('dora');
    await settle();
    assert.deepEqual(entered.slice(4), ['not dora'], 'nobody has more than one call');
    for (let times = 0; times < 3; times++) await give();
    assert.deepEqual(entered.slice(5), ['bob', 'cem', 'ann']);
  });

  test('has no place in the line for a call that gave up', async () => {
    const { entered, call, give } = setUp({ count: 1, maxWaiting: 2 });
    const leaving = new AbortController();
    void call('ann');
    void call('bob', 'bob', leaving.signal);
    void call('cem');
    leaving.abort();
    await settle();
    await give();
    assert.deepEqual(entered, ['ann', 'not bob', 'cem']);
    void call('dora', 'dora', AbortSignal.abort());
    await give();
    void call('eve');
    await settle();
    assert.deepEqual(entered.slice(3), ['not dora', 'eve']);
  });

  test('loses no wake-up: whatever happens, a slot is free only while nobody could take it', async () => {
    const step = fc.record({
      kind: fc.constantFrom('call', 'call', 'give', 'abort'),
      person: fc.constantFrom('ann', 'bob', 'cem'),
      channel: fc.constantFrom('a', 'b'),
      index: fc.nat(9),
    });
    interface Held {
      readonly person: string;
      readonly channel: string;
    }
    const canEnter = (held: readonly Held[], { person, channel }: Held) =>
      held.length < 3 &&
      held.filter((slot) => slot.person === person).length < 2 &&
      held.filter((slot) => slot.channel === channel).length < 2;

    const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const slots = createFairSlots({ count: 3, maxWaiting: 100, mostForOne: 2 });
      const held: (Held & { readonly giveBack: () => void })[] = [];
      const line = new Map<AbortController, Held>();
      for (const { kind, person, channel, index } of steps) {
        if (kind === 'call') {
          const controller = new AbortController();
          line.set(controller, { person, channel });
          void slots.take({ person, channel }, controller.signal).then((giveBack) => {
            line.delete(controller);
            if (giveBack) held.push({ person, channel, giveBack });
          });
        }
        if (kind === 'give') held.splice(index % Math.max(1, held.length), 1)[0]?.giveBack();
        if (kind === 'abort') [...line.keys()][index]?.abort();
        await settle();

        assert.ok(held.length <= 3);
        assert.ok(![...line.values()].some((waiter) => canEnter(held, waiter)));
      }
    });
    await fc.assert(property, { numRuns: 100, seed: 1 });
  });
});
