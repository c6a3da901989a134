import type { Fleet } from '../contracts/fleet.ts';
import type { Clock } from '../lib/clock.ts';
import { fieldsReader, listReader, textReader } from '../lib/json-reader.ts';
import { createToldBatches } from '../lib/told-batches.ts';

/** Tells other processes on the store what counts for limits, and hears what they count. It may be a moment late. */
export interface LimitSharing {
  /** Tells that an answer runs that counts for these keys. The returned function tells its end. */
  run(keys: readonly string[]): () => void;
  /** The answers that run in other processes and count for a key. */
  runningElsewhere(key: string): number;
  /** Tells that something happened that counts for a minute. */
  happened(key: string): void;
}

interface SharingParts {
  readonly fleet: Pick<Fleet, 'self' | 'members' | 'onMembers' | 'tell' | 'onTold'>;
  readonly clock: Clock;
  /** Something happened in another process that counts for a minute. */
  onHappened(key: string): void;
}

interface RunElsewhere {
  readonly keys: readonly string[];
  readonly by: string;
  readonly since: number;
}

const TOPIC = 'limits';
/** Far more than there are answers at the same time. */
const MAX_RUNS = 10_000;
/** Few answers take so long: the end of the others was not heard. */
const LONGEST_MS = 15 * 60_000;
const MAX_KEYS = 100;

const text = textReader(1_000);
const readItem = fieldsReader({ run: text, by: text, keys: listReader(text), key: text });

/** Creates the sharing. It lives as long as the process. */
export function createLimitSharing({ fleet, clock, onHappened }: SharingParts): LimitSharing {
  const told = createToldBatches({ fleet, topic: TOPIC, clock });
  const runs = new Map<string, RunElsewhere>();
  const counts = new Map<string, number>();
  let lastRun = 0;

  function count(keys: readonly string[], change: 1 | -1): void {
    for (const key of keys) {
      const next = (counts.get(key) ?? 0) + change;
      if (next > 0) counts.set(key, next);
      else counts.delete(key);
    }
  }

  function remove(id: string): void {
    const run = runs.get(id);
    if (runs.delete(id) && run) count(run.keys, -1);
  }

  /** The oldest come first. */
  function dropOld(): void {
    for (const [id, { since }] of runs) {
      if (runs.size < MAX_RUNS && clock.now() - since < LONGEST_MS) return;
      remove(id);
    }
  }

  function take(item: unknown): void {
    const { run, by, keys, key } = readItem(item) ?? {};
    if (key !== undefined) onHappened(key);
    if (run === undefined) return;
    remove(run);
    dropOld();
    if (!keys || by === undefined) return;
    const kept = keys.slice(0, MAX_KEYS);
    runs.set(run, { keys: kept, by, since: clock.now() });
    count(kept, 1);
  }

  fleet.onTold(TOPIC, (content) => {
    const { items } = Object(content);
    if (Array.isArray(items)) items.forEach(take);
  });
  fleet.onMembers(() => {
    const members = new Set(fleet.members().map(({ id }) => id));
    for (const [id, { by }] of [...runs]) if (!members.has(by)) remove(id);
  });

  return {
    run(keys) {
      if (keys.length === 0) return () => {};
      lastRun += 1;
      const run = `${fleet.self.id} ${lastRun}`;
      told.add({ run, by: fleet.self.id, keys });
      return () => told.add({ run });
    },

    runningElsewhere(key) {
      dropOld();
      return counts.get(key) ?? 0;
    },
    happened: (key) => told.add({ key }),
  };
}
