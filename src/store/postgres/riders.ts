import type { Clock } from '../../lib/clock.ts';

/** Statements that wait for another one to go with, because each way to a server takes its time. */
export interface Riders {
  /** As `Database.ride`. */
  ride(text: string, take: () => readonly string[], withinMs: number): Promise<void>;
  /** Takes everything that waits along. Whoever takes it says how it went. */
  takeAll(): readonly Riding[];
}

/** Everything that waited for one statement. */
export interface Riding {
  readonly text: string;
  /** Stand for `$1`. */
  readonly values: readonly string[];
  arrived(): void;
  failed(error: unknown): void;
}

interface Rider {
  readonly text: string;
  take(): readonly string[];
  resolve(): void;
  reject(error: unknown): void;
}

interface RidersParts {
  readonly clock: Clock;
  /** Runs a statement that found nothing to go with. */
  runAlone(text: string, values: readonly string[]): Promise<unknown>;
}

/** More do not wait. */
const MOST_WAITING = 100;

/** Creates the riders, none of which waits. */
export function createRiders({ clock, runAlone }: RidersParts): Riders {
  let waiting: Rider[] = [];
  let goAt = Number.POSITIVE_INFINITY;
  let cancelGo: (() => void) | undefined;

  function takeAll(): readonly Riding[] {
    const groups = new Map<string, Rider[]>();
    for (const rider of waiting) {
      const group = groups.get(rider.text) ?? [];
      group.push(rider);
      groups.set(rider.text, group);
    }
    waiting = [];
    endWait();
    return [...groups].flatMap(([text, group]) => {
      const values = group.flatMap((rider) => rider.take());
      const arrived = () => group.forEach(({ resolve }) => void resolve());
      const failed = (error: unknown) => group.forEach(({ reject }) => void reject(error));
      if (values.length > 0) return [{ text, values, arrived, failed }];
      arrived();
      return [];
    });
  }

  function go(): void {
    for (const { text, values, arrived, failed } of takeAll()) {
      runAlone(text, values).then(arrived, failed);
    }
  }

  function endWait(): void {
    cancelGo?.();
    cancelGo = undefined;
    goAt = Number.POSITIVE_INFINITY;
  }

  function goWithin(ms: number): void {
    const at = clock.now() + ms;
    if (at >= goAt) return;
    endWait();
    goAt = at;
    cancelGo = clock.after(ms, go);
  }

  return {
    takeAll,

    ride(text, take, withinMs) {
      return new Promise((resolve, reject) => {
        waiting.push({ text, take, resolve, reject });
        goWithin(waiting.length < MOST_WAITING ? withinMs : 0);
      });
    },
  };
}
