import fc from 'fast-check';
import type { Death } from '../conversations/dying-adapter.ts';
import { LedgerModel, type Operation, type Step } from './ledger-model.ts';

const HOUR_MS = 3_600_000;
const small = fc.nat({ max: 5 });

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('hold' as const), person: small, room: small }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('use' as const), person: small, room: small }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('settle' as const), which: small }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('answer' as const), which: small }),
  },
);

const waitMs = fc.integer({ min: 1_000, max: 90 * 60_000 });
/** Up to two months: over midnights, the ends of months and changes of clocks. */
const jumpMs = fc
  .tuple(
    fc.constantFrom(1, -1),
    fc.oneof(
      fc.integer({ min: HOUR_MS, max: 30 * HOUR_MS }),
      fc.integer({ min: 24 * HOUR_MS, max: 60 * 24 * HOUR_MS }),
    ),
  )
  .map(([sign, ms]) => sign * ms);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('charges' as const),
      operations: fc.array(operation, { minLength: 1, maxLength: 6, size: 'max' }),
      gap: fc.nat({ max: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: waitMs }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('jump' as const), ms: jumpMs }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('zone' as const),
      zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('full' as const), isFull: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('restart' as const, 'kill' as const) }),
  },
);

const death: fc.Arbitrary<Death> = fc.record({
  atWrite: fc.integer({ min: 1, max: 12 }),
  arrives: fc.constantFrom('nothing' as const, 'everything' as const),
});

/** Around the ends of October and November, and of summer time in Berlin and New York. */
const start = fc.integer({
  min: Date.parse('2026-10-24T00:00:00Z'),
  max: Date.parse('2026-12-01T12:00:00Z'),
});

/**
 * Random charges, holds, kills, full disks and jumps of the clock: rows and totals are what a simple model says. Gives
 * how many cases ran, how many processes died or stopped, and how many holds they left behind.
 */
export async function checkLedger(cases: number, seed: number) {
  let deaths = 0;
  let holdsLeft = 0;
  const steps = fc.array(step, { minLength: 3, maxLength: 25, size: 'max' });
  const plan = fc.array(death, { maxLength: 4, size: 'max' });
  const property = fc.asyncProperty(start, steps, plan, async (startsAt, script, planned) => {
    const model = new LedgerModel(startsAt);
    const remaining = [...planned];
    await model.start(remaining);
    for (const each of script) if (!(await model.run(each))) await model.start(remaining);
    await model.run({ kind: 'full', isFull: false });
    await model.start([]);
    deaths += model.lives - 1;
    holdsLeft += model.holdsLeft;
  });
  await fc.assert(property, { numRuns: cases, seed });
  return { cases, deaths, holdsLeft };
}
