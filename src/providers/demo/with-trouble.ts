import { type Env, readVariable } from '../../lib/env.ts';
import type { DemoAnswer } from './demo-answer.ts';

/** The ways in which the demo model can be made to fail. */
const troubles = ['error', 'cut', 'slow', 'endless'] as const;
type Trouble = (typeof troubles)[number];

/** Long enough for the bot to notice that nothing new comes. */
const REPETITIONS = 200;

/**
 * Reads `DEMO_TROUBLE` anew for each answer, because the playground changes it while the bot runs.
 * Anything else than the name of a trouble is none.
 */
export function readTrouble(env: Env): Trouble | undefined {
  const value = readVariable(env, 'DEMO_TROUBLE');
  return troubles.find((trouble) => trouble === value);
}

/** Spoils an answer. With `error` it has no text, and fails before it begins. */
export function withTrouble(answer: DemoAnswer, trouble: Trouble | undefined): DemoAnswer {
  switch (trouble) {
    case 'error':
      return { ...answer, text: '', reasoning: '', fails: true };
    case 'cut':
      return { ...answer, text: answer.text.slice(0, answer.text.length / 2), fails: true };
    case 'slow':
      return { ...answer, isSlow: true };
    case 'endless':
      return { ...answer, text: 'And again the same words come. '.repeat(REPETITIONS) };
    default:
      return answer;
  }
}
