import type { Turn } from '../contracts/turns.ts';

/** Gives the next edition of a turn whose question has changed. What was gathered for the old words does not stay. */
export function nextEdition({ material, ...turn }: Turn): Turn {
  return { ...turn, edition: (turn.edition ?? 0) + 1 };
}
