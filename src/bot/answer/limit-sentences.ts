import type { Language } from '../../contracts/language.ts';
import type { LimitState } from '../../contracts/limits.ts';
import { isOfPerson } from '../../lib/is-of-person.ts';
import { roundUpDuration } from '../../texts/durations.ts';
import type { LimitFacts } from '../../texts/en/limits.ts';
import { textsIn } from '../../texts/index.ts';

const SHORTEST_WAIT_MS = 1_000;

const PERIODS: Readonly<Record<LimitState['measure'], Exclude<LimitFacts['period'], 'never'>>> = {
  answersPerMinute: 'minute',
  commandsPerMinute: 'minute',
  answersPerDay: 'day',
  tokensPerDay: 'day',
  usdPerDay: 'day',
  usdPerMonth: 'month',
};

/** What people read about limits. */
export interface LimitSentences {
  /** In place of an answer. */
  reached(limit: LimitState): string;
  /** Above the answer of a cheaper model. */
  degraded(limit: LimitState, model: string): string;
  /** Below an answer. */
  nearly(limit: LimitState): string;
}

/** Writes about limits in a language. */
export function limitSentences(language: Language, now: number): LimitSentences {
  const { limits } = textsIn(language);

  function factsOf({ subject, measure, most, resetsAt }: LimitState): LimitFacts {
    return {
      isOwn: isOfPerson(subject),
      period: most > 0 ? PERIODS[measure] : 'never',
      waitMs: roundUpDuration(Math.max(SHORTEST_WAIT_MS, resetsAt - now)),
    };
  }

  return {
    reached: (limit) => limits.reached(factsOf(limit)),
    degraded: (limit, model) => limits.degraded(factsOf(limit), model),
    nearly: ({ measure, used, most }) =>
      limits.nearly(
        PERIODS[measure] === 'month' ? 'month' : 'day',
        Math.floor((used / most) * 100) / 100,
      ),
  };
}
