import type { Fleet, Member } from '../../src/contracts/fleet.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import type { FakeClock } from './fake-clock.ts';

/** A process of a simulated fleet. It can be killed, and stand still as after SIGSTOP. */
export interface SimulatedProcess {
  readonly id: string;
  /** Differs from the clocks of the others. */
  readonly clock: Clock;
  readonly store: Store;
  readonly fleet: Fleet;
  readonly isAlive: boolean;
  readonly isFrozen: boolean;
  /** Runs something in the process: later while it stands still, never when it is dead. */
  run(work: () => void): void;
  kill(): void;
  freeze(): void;
  wake(): void;
}

interface SimulatedFleetOptions {
  readonly clock: FakeClock;
  /** The time that a query or a message takes. */
  latencyMs(): number;
  isMessageLost(): boolean;
}

/** As process records are: renewed, trusted by their own process for some time, and by the others for longer. */
const RENEW_EVERY_MS = 1_500;
const CURRENT_FOR_MS = 4_000;
const GONE_AFTER_MS = 6_000;

/** Creates processes on one memory store. */
export function createSimulatedFleet({ clock, latencyMs, isMessageLost }: SimulatedFleetOptions) {
  const shared = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const listeners = new Map<SimulatedProcess, Map<string, (content: unknown) => void>>();
  const watchers = new Map<SimulatedProcess, Parameters<Store['watch']>>();
  const memberListeners = new Map<SimulatedProcess, () => void>();
  const members = new Map<string, Member>();
  const counts = { reads: 0, writes: 0 };
  let started = 0;

  function start(skewMs = 0): SimulatedProcess {
    const number = started++;
    const id = `process ${number}`;
    let isAlive = true;
    let isFrozen = false;
    let waiting: (() => void)[] = [];

    const run = (work: () => void) => {
      if (!isAlive) return;
      if (isFrozen) waiting.push(work);
      else work();
    };
    const arrive = () => new Promise<void>((resolve) => clock.after(latencyMs(), resolve));
    const answer = () =>
      new Promise<void>((resolve) => clock.after(latencyMs(), () => run(resolve)));
    /** The request reaches the store although its process dies meanwhile. */
    async function query<Result>(work: () => Promise<Result>): Promise<Result> {
      await arrive();
      const result = await work();
      await answer();
      return result;
    }

    const member: Member = {
      ...{ id, number, role: 'worker', version: '1', storeFormat: 1, since: clock.now() },
    };
    /** As the store and as the process itself know it. */
    let recordedAt = clock.now();
    let renewedAt = clock.now();
    /** A process that finds its record removed ends: some time after it has woken. */
    async function renew(): Promise<void> {
      const sentAt = clock.now();
      await arrive();
      const isThere = members.has(id);
      if (isThere) recordedAt = sentAt;
      await answer();
      if (!isThere) {
        simulated.kill();
        return;
      }
      renewedAt = sentAt;
      clock.after(RENEW_EVERY_MS, () => run(() => void renew()));
    }
    function lookWhetherGone(): void {
      if (clock.now() - recordedAt < GONE_AFTER_MS) {
        clock.after(RENEW_EVERY_MS, lookWhetherGone);
        return;
      }
      members.delete(id);
      tellMembers();
    }
    function tellMembers(): void {
      for (const [other, onChange] of memberListeners) other.run(onChange);
    }

    const simulated: SimulatedProcess = {
      id,
      run,
      clock: {
        now: () => clock.now() + skewMs,
        after: (ms, work) => clock.after(ms, () => run(work)),
      },
      store: {
        ...shared,
        get(key) {
          counts.reads += 1;
          return query(() => shared.get(key));
        },
        async write(changes) {
          counts.writes += 1;
          await query(() => shared.write(changes));
          const keys = changes.flatMap(({ key, isAnnounced }) => (isAnnounced ? key : []));
          for (const [other, [prefix, onChange]] of watchers) {
            const changed = keys.filter((key) => key.startsWith(prefix));
            if (other !== simulated && changed.length > 0) other.run(() => onChange(changed));
          }
        },
        watch(...watched) {
          watchers.set(simulated, watched);
          return () => watchers.delete(simulated);
        },
        swap(key, expected, next) {
          counts.writes += 1;
          return query(() => shared.swap(key, expected, next));
        },
      },
      fleet: {
        self: member,
        members: () => [...members.values()],
        isCurrent: () => clock.now() - renewedAt < CURRENT_FOR_MS,
        onMembers(onChange) {
          memberListeners.set(simulated, onChange);
          return () => {};
        },
        tell(topic, content) {
          for (const [other, handlers] of listeners) {
            if (other === simulated || isMessageLost()) continue;
            clock.after(latencyMs(), () => other.run(() => handlers.get(topic)?.(content)));
          }
        },
        onTold(topic, onContent) {
          listeners.get(simulated)?.set(topic, onContent);
          return () => {};
        },
        runAlone: (_name, work, signal) => work(signal),
      },
      get isAlive() {
        return isAlive;
      },
      get isFrozen() {
        return isFrozen;
      },
      kill() {
        isAlive = false;
        listeners.delete(simulated);
        memberListeners.delete(simulated);
      },
      freeze() {
        isFrozen = true;
      },
      wake() {
        isFrozen = false;
        const missed = waiting;
        waiting = [];
        for (const work of missed) run(work);
      },
    };
    members.set(id, member);
    listeners.set(simulated, new Map());
    tellMembers();
    void renew();
    lookWhetherGone();
    return simulated;
  }

  return { start, counts, store: shared };
}
