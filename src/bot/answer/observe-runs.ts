import type { Observe } from '../../contracts/observation.ts';
import type { AnswerTurn } from './answer-turn.ts';

/** Reports the start and the end of each run of a turn. The turn itself may have ended, or wait for another run. */
export function observeRuns(observe: Observe | undefined, answerTurn: AnswerTurn): AnswerTurn {
  if (!observe) return answerTurn;

  return async (turn, signals) => {
    observe({ kind: 'turn started', turn });
    try {
      await answerTurn(turn, signals);
    } finally {
      observe({ kind: 'run ended', turn });
    }
  };
}
