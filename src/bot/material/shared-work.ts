import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import { untilAborted } from '../../lib/until-aborted.ts';

/** Does each work once for all who want its result, at the same time or soon after. */
export interface SharedWork<Result> {
  /** `undefined`: `signal` aborted first. Rejects as the work does. */
  share(
    key: string,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result | undefined>;
}

interface SharedWorkParts<Result> {
  readonly clock: Clock;
  /** Tells whether others may have a result later. A failure is never kept. */
  isKept(result: Result): boolean;
}

interface Work<Result> {
  readonly done: Promise<Result>;
  readonly stop: AbortController;
  waiting: number;
}

/** A message that joins a question ends its answer and begins it anew. */
const GRACE_MS = 10_000;
const KEPT_MS = 10 * 60_000;
const MAX_WORKS = 1_000;

/** Creates the sharing of works of one kind. A work for which nobody waits any more is stopped soon. */
export function createSharedWork<Result>({
  clock,
  isKept,
}: SharedWorkParts<Result>): SharedWork<Result> {
  const works = createExpiringMap<string, Work<Result>>({ clock, maxEntries: MAX_WORKS });

  function begin(key: string, start: (signal: AbortSignal) => Promise<Result>): Work<Result> {
    const stop = new AbortController();
    const work: Work<Result> = { done: start(stop.signal), stop, waiting: 0 };
    const forget = () => {
      if (works.get(key) === work) works.delete(key);
    };
    work.done.then((result) => (isKept(result) ? works.set(key, work, KEPT_MS) : forget()), forget);
    stop.signal.addEventListener('abort', forget, { once: true });
    works.set(key, work);
    return work;
  }

  return {
    async share(key, signal, start) {
      const work = works.get(key) ?? begin(key, start);
      work.waiting += 1;
      try {
        return await untilAborted(work.done, signal);
      } finally {
        work.waiting -= 1;
        if (signal.aborted && work.waiting === 0) {
          clock.after(GRACE_MS, () => {
            if (work.waiting === 0) work.stop.abort();
          });
        }
      }
    },
  };
}
