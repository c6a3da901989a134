import type { Attempt } from '../contracts/attempt.ts';
import type { Observation, Observe } from '../contracts/observation.ts';

type Purpose = Extract<Observation, { kind: 'attempt' }>['purpose'];

/** Gives the function that reports each attempt. */
export function observeAttempts(
  observe: Observe | undefined,
  purpose: Purpose,
): ((attempt: Attempt) => void) | undefined {
  return observe && ((attempt) => observe({ kind: 'attempt', attempt, purpose }));
}
