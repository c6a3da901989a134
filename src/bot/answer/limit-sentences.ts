import type { Language } from '../../contracts/language.ts';
import type { LimitState } from '../../contracts/limits.ts';
import { isOfPerson } from '../../lib/is-of-person.ts';
import type { LimitFacts } from '../../texts/en/limits.ts';
import { textsIn } from '../../texts/index.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** As `durationInWords` chooses its units. */
const UNITS = [
  { fromMs: 36 * HOUR_MS, unitMs: DAY_MS },
  { fromMs: 90 * MINUTE_MS, unitMs: HOUR_MS },
  { fromMs: 90 * SECOND_MS, unitMs: MINUTE_MS },
];

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
      waitMs: roundUp(Math.max(SECOND_MS, resetsAt - now)),
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

/** Who comes back in the time that they were told must not come too early. */
function roundUp(ms: number): number {
  const unitMs = UNITS.find(({ fromMs }) => ms >= fromMs)?.unitMs ?? SECOND_MS;
  return Math.ceil(ms / unitMs) * unitMs;
}
