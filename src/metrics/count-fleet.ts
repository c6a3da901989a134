import { Gauge, type Registry } from 'prom-client';
import type { Fleet, ProcessRole } from '../contracts/fleet.ts';
import { createSharedRun } from '../lib/shared-run.ts';
import { metricNames } from './metric-names.ts';

/** What metrics know about the processes of the store. */
export interface FleetCountsParts {
  readonly fleet: Pick<Fleet, 'members'>;
  /** The events that no process has dealt with yet. `undefined`: it cannot be told now. */
  readWaitingEvents(): Promise<WaitingEvents | undefined>;
}

interface WaitingEvents {
  readonly count: number;
  /** The age of the oldest. */
  readonly oldestMs: number;
}

const ROLES: readonly ProcessRole[] = ['all', 'gateway', 'worker'];

/** Tells the processes that work on the store, and what waits for them. Each process tells the same. */
export function countFleet(registry: Registry, parts: FleetCountsParts): void {
  const registers = [registry];
  new Gauge({
    ...metricNames.processes,
    registers,
    collect() {
      const members = parts.fleet.members();
      for (const role of ROLES)
        this.set({ role }, members.filter((member) => member.role === role).length);
    },
  });
  const sharedLook = createSharedRun<WaitingEvents | undefined>();
  const look = () => sharedLook('look', parts.readWaitingEvents);
  const gauge = (
    description: typeof metricNames.waitingEvents | typeof metricNames.oldestEvent,
    read: (waiting: WaitingEvents) => number,
  ) =>
    new Gauge({
      ...description,
      registers,
      async collect() {
        const waiting = await look();
        // A number of the past would be wrong.
        if (waiting) this.set(read(waiting));
        else this.remove();
      },
    });
  gauge(metricNames.waitingEvents, ({ count }) => count);
  gauge(metricNames.oldestEvent, ({ oldestMs }) => oldestMs / 1_000);
}
