import type { ContentRule } from '../../refused-content.ts';
import type { RouteMatch } from '../http/route-matcher.ts';

/** A way in which one request fails. */
export type Fault =
  /** The request is refused with this status and changes nothing. */
  | { readonly status: number; readonly retryAfterMs?: number }
  /** The request is never answered and changes nothing. */
  | 'hang'
  /** The connection breaks before the request is read. */
  | 'drop'
  /** The request takes effect, and the connection breaks before its answer. */
  | 'drop-after-applied';

/** The switch that makes requests fail. */
export interface Faults {
  /**
   * Makes the next `times` (default 1) requests fail that have this method and this path, as the
   * routes spell it (`/channels/:channel/messages`). Resolves when the last of them has failed.
   */
  next(method: string, path: string, fault: Fault, times?: number): Promise<void>;
  /** Refuses all writes with some content, until `clear`. */
  refuseContent(rule: ContentRule): void;
  /** Makes every request take this much longer, until `clear`. */
  slowDown(delayMs: number): void;
  /**
   * Refuses all writes with a 429 that asks for this wait, until it is called with `undefined` or
   * until `clear`. Answers to interactions are not limited.
   */
  flood(retryAfterMs: number | undefined): void;
  /** Removes the faults that no request has met yet. */
  clear(): void;
}

/** The faults that wait for their requests. */
export interface FaultPlan extends Faults {
  /** Takes the fault that the next request of this route meets. */
  take(match: RouteMatch): Fault | undefined;
  /** Gives the refusal that a write meets for its content. */
  readonly refusalOf: ContentRule;
  /** The time that every request waits for. */
  readonly delayMs: number;
  /** The wait that every write is refused with. */
  readonly floodMs: number | undefined;
}

interface PlannedFault {
  readonly route: string;
  readonly fault: Fault;
  remainingTimes: number;
  readonly onLastTaken: () => void;
}

/** Creates an empty fault plan. */
export function createFaultPlan(): FaultPlan {
  let planned: PlannedFault[] = [];
  let contentRule: ContentRule = () => undefined;
  let delayMs = 0;
  let floodMs: number | undefined;

  return {
    next(method, path, fault, times = 1) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const route = `${method} ${path}`;
      planned.push({ route, fault, remainingTimes: times, onLastTaken: resolve });
      return promise;
    },
    refuseContent(rule) {
      contentRule = rule;
    },
    slowDown(ms) {
      delayMs = ms;
    },
    flood(retryAfterMs) {
      floodMs = retryAfterMs;
    },
    get delayMs() {
      return delayMs;
    },
    get floodMs() {
      return floodMs;
    },
    clear() {
      planned = [];
      contentRule = () => undefined;
      delayMs = 0;
      floodMs = undefined;
    },
    refusalOf: (content) => contentRule(content),
    take({ route }) {
      const found = planned.find((entry) => entry.route === `${route.method} ${route.path}`);
      if (!found) return undefined;

      found.remainingTimes -= 1;
      if (found.remainingTimes === 0) {
        planned = planned.filter((entry) => entry !== found);
        found.onLastTaken();
      }
      return found.fault;
    },
  };
}
