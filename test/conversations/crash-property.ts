import fc from 'fast-check';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { CrashModel, type Operation } from './crash-model.ts';
import type { Death } from './dying-adapter.ts';

const small = fc.nat({ max: 5 });

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('say' as const, 'say more' as const, 'say both' as const),
      room: small,
      person: small,
    }),
  },
  { weight: 5, arbitrary: fc.constant({ kind: 'claim' as const }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'repeat' as const,
        'checkpoint' as const,
        'gather' as const,
        'close' as const,
      ),
      which: small,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'reopen' as const,
        'edit' as const,
        'take back' as const,
        'forget' as const,
        'substitute' as const,
      ),
      which: small,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('drop' as const, 'reset' as const), room: small }),
  },
);

export interface CrashOptions {
  readonly isShared?: boolean;
  /** Gives an empty storage. Absent: in memory. */
  readonly openDisk?: (clock: FakeClock) => Promise<StorageAdapter>;
}

const openMemory = async (clock: FakeClock) => createMemoryAdapter({ clock });

/** Operations in one list happen at the same time. A chat is handed over when nothing else happens. */
const steps = fc.array(operation, { minLength: 1, maxLength: 5 });
const handOver = fc.tuple(fc.record({ kind: fc.constant('hand over' as const), room: small }));
const length = { minLength: 5, maxLength: 40, size: 'max' } as const;
const scripts = {
  alone: fc.array(steps, length),
  shared: fc.array(
    fc.oneof({ weight: 4, arbitrary: steps }, { weight: 1, arbitrary: handOver }),
    length,
  ),
};

const death: fc.Arbitrary<Death> = fc.record({
  atWrite: fc.integer({ min: 1, max: 12 }),
  arrives: fc.oneof(
    fc.constantFrom('nothing' as const, 'everything' as const),
    fc.integer({ min: 1, max: 8 }),
  ),
});

/**
 * Random operations on conversations whose process dies at random writes, each time with nothing, a part or all of the
 * write on disk. With `isShared`, two processes share the store, and hand over chats in order or by dying. Checks design §6.1 and §6.2 as far as the store can keep them. Gives how many
 * cases ran, how many deaths and hand-overs they had, and how many messages joined a turn that ran.
 */
export async function checkCrashes(
  cases: number,
  seed: number,
  { isShared = false, openDisk = openMemory }: CrashOptions = {},
): Promise<{ cases: number; deaths: number; joins: number; handOvers: number }> {
  let deaths = 0;
  let joins = 0;
  let handOvers = 0;
  const property = fc.asyncProperty(
    isShared ? scripts.shared : scripts.alone,
    fc.array(death, { maxLength: 6, size: 'max' }),
    async (steps, plan) => {
      const clock = createFakeClock();
      const model = new CrashModel(clock, await openDisk(clock), { isShared });
      const remaining = [...plan];
      const start = async () => {
        // A process can also die while it starts.
        for (;;) {
          try {
            return await model.start(remaining.shift());
          } catch (error) {
            if (!(error instanceof Error && /^(died|dead)$/.test(error.message))) throw error;
          }
        }
      };
      await start();
      for (const operations of steps) if (!(await model.run(operations))) await start();
      remaining.length = 0;
      model.makeSafe();
      await start();
      await model.finish();
      // The first life and the last one did not end in a death.
      deaths += model.lives - 2;
      joins += model.joins;
      handOvers += model.handOvers;
    },
  );
  await fc.assert(property, { numRuns: cases, seed });
  return { cases, deaths, joins, handOvers };
}
