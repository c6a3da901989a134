import type { Attempt } from '../contracts/attempt.ts';
import type { Observation, Observe } from '../contracts/observation.ts';
import type { Turn } from '../contracts/turns.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';

type Purpose = Extract<Observation, { kind: 'attempt' }>['purpose'];

/** Gives the function that reports each attempt for a turn. Nobody waits for a summary, so it has no person. */
export function observeAttempts(
  observe: Observe | undefined,
  purpose: Purpose,
  { address: { channel }, inputs }: Turn,
): ((attempt: Attempt) => void) | undefined {
  const author = purpose === 'summary' ? undefined : inputs[0]?.author;
  const person = author && { id: author.id, name: author.name };
  const spender = { channel, ...omitUndefined({ person }) };
  return observe && ((attempt) => observe({ kind: 'attempt', attempt, purpose, spender }));
}
