import type { Trouble } from './trouble.ts';

/** What the demo model does, by its names for it: the values of `DEMO_TROUBLE`. */
const MODEL_TROUBLES = {
  error: ['Error 500', 'It fails before its first word.'],
  cut: ['Cut in mid-answer', 'It breaks off after half of an answer.'],
  slow: ['Slow', 'It writes 12 characters a second.'],
  endless: ['Endless repetition', 'It repeats the same words.'],
} as const;

/** Creates the troubles of the demo model. At most one of them is on. */
export function createModelTroubles() {
  let current: string | undefined;

  const troubles = Object.entries(MODEL_TROUBLES).map(
    ([name, [label, about]]): Trouble => ({
      id: `model-${name}`,
      group: 'model',
      label,
      about,
      begin() {
        current = name;
      },
      end() {
        if (current === name) current = undefined;
      },
    }),
  );
  return {
    troubles,
    /** The value of `DEMO_TROUBLE` now; empty: the model works. */
    get current(): string {
      return current ?? '';
    },
  };
}
