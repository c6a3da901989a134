/** The part of a limit that the numbers of calls are computed from. */
interface CallBudget {
  readonly calls: number;
  readonly windowMs: number;
}

/** By the time a chat has another host, everything has left a window of this length. */
const LONG_WINDOW_MS = 10_000;
/** An ordinary answer needs no more of the calls of a long window. */
const ASSUMED_PART = 0.7;
const STEP_PART = 0.2;
/** Whoever takes over after a death can write this much at once. */
const LEFT_TO_NEXT = 2;

/**
 * The most calls of a window that a process makes without a word to the store. If it dies, they count as made at its
 * death.
 */
export function assumedCalls({ calls, windowMs }: CallBudget): number {
  return windowMs < LONG_WINDOW_MS ? calls : Math.floor(calls * ASSUMED_PART);
}

/** The next larger number, which the store must know first. */
export function raisedCalls(budget: CallBudget, present: number, isAfterDeath: boolean): number {
  const most = isAfterDeath ? budget.calls : budget.calls - LEFT_TO_NEXT;
  return Math.min(most, present + Math.ceil(budget.calls * STEP_PART));
}
