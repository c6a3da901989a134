import { createLru } from '../lib/lru.ts';

/** How long models take to their first word: an average that forgets. */
export interface Speeds {
  add(name: string, firstContentMs: number): void;
  of(name: string): number | undefined;
}

/** The last five answers make two thirds of it. */
const WEIGHT_OF_NEWEST = 0.2;
const MOST_MODELS = 1_000;

export function createSpeeds(): Speeds {
  const averages = createLru<string, number>(MOST_MODELS);
  return {
    add(name, firstContentMs) {
      const before = averages.get(name) ?? firstContentMs;
      averages.set(name, before + (firstContentMs - before) * WEIGHT_OF_NEWEST);
    },
    of: (name) => averages.get(name),
  };
}
