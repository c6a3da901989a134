import type { Turn } from '../contracts/turns.ts';

/** Something of its answer may stand already: people must see how it ends. */
export function hasBegun({ state, places, creating, resumes }: Turn): boolean {
  return state === 'running' || places.length > 0 || creating || resumes > 0;
}
