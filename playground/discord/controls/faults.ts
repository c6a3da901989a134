import type { RouteMatch } from '../http/route-matcher.ts';

/** What goes wrong with one request. */
export type Fault =
  /** The request is refused and changes nothing. */
  | { readonly status: number; readonly retryAfterMs?: number }
  /** No answer ever comes, and nothing changes. */
  | 'hang'
  /** The line breaks before the request is looked at. */
  | 'drop'
  /** The request takes effect, and the line breaks before its answer. */
  | 'drop-after-applied';

export interface Faults {
  /**
   * The next `times` (default 1) requests of `method` and `path`, as the routes spell it (`/channels/:channel/messages`),
   * go wrong. The promise resolves when the last of them did.
   */
  next(method: string, path: string, fault: Fault, times?: number): Promise<void>;
  /** Forgets faults that nobody met. */
  clear(): void;
}

export interface FaultPlan extends Faults {
  take(match: RouteMatch): Fault | undefined;
}

export function createFaultPlan(): FaultPlan {
  let planned: { key: string; fault: Fault; left: number; met: () => void }[] = [];
  return {
    next(method, path, fault, times = 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      planned.push({ key: `${method} ${path}`, fault, left: times, met: resolve });
      return promise;
    },
    clear() {
      planned = [];
    },
    take({ route }) {
      const plan = planned.find(({ key }) => key === `${route.method} ${route.path}`);
      if (!plan) return undefined;
      plan.left -= 1;
      if (plan.left === 0) {
        planned = planned.filter((each) => each !== plan);
        plan.met();
      }
      return plan.fault;
    },
  };
}
