import assert from 'node:assert/strict';
import fc from 'fast-check';
import { silentLog } from '../../src/lib/log.ts';
import { createRateWindow, type EndCall } from '../../src/replies/rate-window.ts';
import { createShares } from '../../src/shares/shares.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { createSimulatedFleet, type SimulatedProcess } from '../helpers/simulated-fleet.ts';

/** The size of a check. */
interface ShareCounts {
  schedules: number;
  calls: number;
  kills: number;
  freezes: number;
  joins: number;
  /** The most calls in one window, beside the limit. */
  fullest: number;
  longestWaitMs: number;
}

type Trouble = 'kill' | 'freeze' | 'join' | 'load';

const WINDOW_MS = 1_000;
const SECONDS = 60;
/** A worker that needs calls has some after this time. */
const LONGEST_WAIT_MS = 8_000;
/** What a dead process held is free again after this time. */
const LONGEST_WAIT_AFTER_DEATH_MS = 18_000;

const trouble = fc.record({
  atSecond: fc.nat(SECONDS),
  kind: fc.constantFrom<Trouble>('kill', 'freeze', 'join', 'load', 'load'),
  worker: fc.nat(9),
  /** Of a freeze. */
  forMs: fc.constantFrom(500, 3_000, 5_500, 9_000, 20_000),
  callsPerSecond: fc.constantFrom(0, 1, 8, 60),
});
const schedules = fc.record({
  limit: fc.constantFrom(10, 30, 50),
  loads: fc.array(fc.constantFrom(0, 2, 12, 60), { minLength: 1, maxLength: 5 }),
  troubles: fc.array(trouble, { maxLength: 12 }),
  latenciesMs: fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 10 }),
  callMs: fc.array(fc.integer({ min: 5, max: 450 }), { minLength: 1, maxLength: 10 }),
  skewsMs: fc.array(fc.integer({ min: -600_000, max: 600_000 }), { minLength: 1, maxLength: 5 }),
  losses: fc.array(fc.boolean(), { minLength: 1, maxLength: 10 }),
});
type Schedule = typeof schedules extends fc.Arbitrary<infer Value> ? Value : never;

function frozenFor(forMs: Schedule['troubles'][number]['forMs']): Schedule {
  return {
    ...{ limit: 30, loads: [60, 60], latenciesMs: [110], callMs: [20], skewsMs: [0] },
    ...{ losses: [false] },
    troubles: [{ atSecond: 10, kind: 'freeze', worker: 0, forMs, callsPerSecond: 0 }],
  };
}

/** What random schedules seldom contain. */
const EXAMPLES: Schedule[] = [
  // Others have taken the part of one that wakes, and use all of it.
  frozenFor(20_000),
  // It wakes before they may take its part.
  frozenFor(5_500),
];

/** Gives the values of a list, one after the other, again and again. */
function cycle<Value>(values: readonly Value[], fallback: Value): () => Value {
  let next = 0;
  return () => values[next++ % values.length] ?? fallback;
}

/** A worker that makes calls as fast as its share allows. */
interface LoadedWorker {
  readonly process: SimulatedProcess;
  callsPerSecond: number;
  /** Base time since which it waits, without interruption, for the first call of its share. */
  hungrySince: number | undefined;
  addLoad(calls: number): void;
}

function startWorker(
  process: SimulatedProcess,
  parts: {
    readonly base: FakeClock;
    readonly limit: number;
    readonly callMs: () => number;
    readonly onArrival: (at: number) => void;
  },
): LoadedWorker {
  const { base, limit, callMs, onArrival } = parts;
  const { clock } = process;
  const shares = createShares({ clock, log: silentLog });
  shares.join(process);
  let backlog = 0;
  let wakesAt = Number.POSITIVE_INFINITY;
  const share = shares.open({
    name: 'network',
    total: limit,
    windowMs: WINDOW_MS,
    used: () => window.usedCalls,
    onChange: () => pump(),
  });
  const window = createRateWindow(
    {
      get calls() {
        return share.count;
      },
      windowMs: WINDOW_MS,
    },
    clock,
  );

  /** As a reply does: something is waited for between the permission and the call, and the permission may be over. */
  function makeCall(): void {
    const end = window.startCall();
    backlog -= 1;
    worker.hungrySince = undefined;
    clock.after(callMs() / 50, () => {
      if (share.count > 0) {
        send(end);
      } else {
        end('unused');
        backlog += 1;
        pump();
      }
    });
  }

  function send(end: EndCall): void {
    // It is on its way: it arrives, whatever becomes of the process.
    base.after(callMs(), () => {
      onArrival(base.now());
      base.after(callMs(), () =>
        process.run(() => {
          end();
          pump();
        }),
      );
    });
  }

  function pump(): void {
    while (backlog > 0 && window.nextFreeAt(0) <= clock.now()) makeCall();
    share.report(backlog > 0);
    if (backlog === 0) worker.hungrySince = undefined;
    else worker.hungrySince ??= base.now();
    const at = backlog > 0 ? window.nextFreeAt(0) : Number.POSITIVE_INFINITY;
    if (!Number.isFinite(at) || at >= wakesAt) return;
    wakesAt = at;
    clock.after(Math.max(1, at - clock.now()), () => {
      wakesAt = Number.POSITIVE_INFINITY;
      pump();
    });
  }

  const worker: LoadedWorker = {
    process,
    callsPerSecond: 0,
    hungrySince: undefined,
    addLoad(calls) {
      backlog = Math.min(backlog + calls, 2 * limit);
      pump();
    },
  };
  return worker;
}

/** The most arrivals in any window. A window does not contain its end. */
function findFullest(arrivals: readonly number[]): number {
  let first = 0;
  let fullest = 0;
  for (const [index, at] of arrivals.entries()) {
    while (at - (arrivals[first] ?? at) >= WINDOW_MS) first += 1;
    fullest = Math.max(fullest, index - first + 1);
  }
  return fullest;
}

/**
 * Runs workers with random loads on one store, with random kills, freezes, joins, lost messages, latencies and clocks.
 * Asserts that no window of the network ever has more calls than the limit, and that no worker waits long for its
 * first ones.
 */
export async function checkShares(runs: number, seed: number): Promise<ShareCounts> {
  const counts: ShareCounts = {
    ...{ schedules: 0, calls: 0, kills: 0, freezes: 0, joins: 0, fullest: 0, longestWaitMs: 0 },
  };
  const property = fc.asyncProperty(schedules, (schedule) => runSchedule(schedule, counts));
  await fc.assert(property, {
    numRuns: runs,
    seed,
    examples: EXAMPLES.map((each): [Schedule] => [each]),
    endOnFailure: true,
  });
  return counts;
}

async function runSchedule(schedule: Schedule, counts: ShareCounts): Promise<void> {
  const { limit, loads, troubles, latenciesMs, callMs, skewsMs, losses } = schedule;
  const base = createFakeClock();
  const arrivals: number[] = [];
  const skewMs = cycle(skewsMs, 0);
  const fleet = createSimulatedFleet({
    clock: base,
    latencyMs: cycle(latenciesMs, 1),
    isMessageLost: cycle(losses, false),
  });
  const workers: LoadedWorker[] = [];
  const parts = {
    base,
    limit,
    callMs: cycle(callMs, 5),
    onArrival: (at: number) => arrivals.push(at),
  };
  let lastDeathAt = Number.NEGATIVE_INFINITY;

  function join(callsPerSecond: number): void {
    const worker = startWorker(fleet.start(skewMs()), parts);
    worker.callsPerSecond = callsPerSecond;
    workers.push(worker);
  }

  function makeTrouble({
    kind,
    worker: number,
    forMs,
    callsPerSecond,
  }: Schedule['troubles'][number]) {
    const worker = workers[number % workers.length];
    if (!worker) return;
    const { process } = worker;
    if (kind === 'load') worker.callsPerSecond = callsPerSecond;
    if (kind === 'join' && workers.length < 9) {
      counts.joins += 1;
      join(callsPerSecond);
    }
    if (kind === 'kill' && process.isAlive) {
      counts.kills += 1;
      process.kill();
      lastDeathAt = base.now();
    }
    if (kind === 'freeze' && process.isAlive && !process.isFrozen) {
      counts.freezes += 1;
      process.freeze();
      lastDeathAt = base.now() + forMs;
      worker.hungrySince = undefined;
      base.after(forMs, () => {
        worker.hungrySince = undefined;
        process.wake();
      });
    }
  }

  function checkWaits(second: number): void {
    const isAfterDeath = base.now() - lastDeathAt < LONGEST_WAIT_AFTER_DEATH_MS;
    const mostMs = isAfterDeath ? LONGEST_WAIT_AFTER_DEATH_MS : LONGEST_WAIT_MS;
    for (const { process, hungrySince } of workers) {
      if (hungrySince === undefined || process.isFrozen || !process.isAlive) continue;
      const waitedMs = base.now() - hungrySince;
      counts.longestWaitMs = Math.max(counts.longestWaitMs, waitedMs);
      assert.ok(waitedMs <= mostMs, `${process.id} waits for ${waitedMs} ms in second ${second}`);
    }
  }

  for (const load of loads) join(load);
  for (let second = 0; second < SECONDS; second++) {
    for (const each of troubles) if (each.atSecond === second) makeTrouble(each);
    for (const { process, callsPerSecond, addLoad } of workers) {
      if (callsPerSecond > 0) process.run(() => addLoad(callsPerSecond));
    }
    await base.advance(1_000);
    checkWaits(second);
  }

  const fullest = findFullest(arrivals);
  assert.ok(fullest <= limit, `${fullest} calls in a window of ${limit}`);
  counts.fullest = Math.max(counts.fullest, fullest / limit);
  counts.calls += arrivals.length;
  counts.schedules += 1;
}
