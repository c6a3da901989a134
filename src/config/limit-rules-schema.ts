import { z } from 'zod';
import type { LimitRules, LimitSet, LimitSubject, Most } from '../contracts/limits.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { optionalKeys } from './optional-keys.ts';
import { valueSchemas } from './value-schemas.ts';

/** What is counted by the minute is remembered one by one. */
const MOST_PER_MINUTE = 10_000;
/** Nobody needs more, and sums stay exact. */
const MOST_OF_ANYTHING = 1_000_000_000_000;
const THOUSANDS: Readonly<Record<string, number>> = { k: 1e3, m: 1e6 };

const answersPerMinute = most({ to: MOST_PER_MINUTE });
const dollars = most({ isWhole: false });

/** The shape of one set of limits. */
export const limitSetShape = {
  answers_per_minute: answersPerMinute,
  answers_per_day: most(),
  at_once: most({ from: 1, to: MOST_PER_MINUTE }),
  tokens_per_day: most(),
  usd_per_day: dollars,
  usd_per_month: dollars,
  longest_answer: most({ from: 1 }),
  commands_per_minute: most({ from: 1, to: MOST_PER_MINUTE }),
  degrade: valueSchemas.modelName,
};

const limitSet = optionalKeys(limitSetShape).transform(
  (parsed): LimitSet =>
    omitUndefined({
      answersPerMinute: parsed.answers_per_minute,
      answersPerDay: parsed.answers_per_day,
      atOnce: parsed.at_once,
      tokensPerDay: parsed.tokens_per_day,
      usdPerDay: parsed.usd_per_day,
      usdPerMonth: parsed.usd_per_month,
      longestAnswer: parsed.longest_answer,
      commandsPerMinute: parsed.commands_per_minute,
      degrade: parsed.degrade,
    }),
);

/** The shape of `limits`, at the top level and in a scope. */
export const limitRulesShape = {
  total: limitSet,
  server: limitSet,
  channel: limitSet,
  person: limitSet,
  moderators: limitSet,
  admins: limitSet,
  unpriced: z.enum(['allow', 'refuse'], 'must be allow or refuse'),
} satisfies Record<LimitSubject | 'unpriced', z.ZodType>;

/** The section `limits`: how much people and places may use. */
export const limitRulesSchema = optionalKeys(limitRulesShape).transform(
  (parsed): LimitRules => omitUndefined(parsed),
);

/** A number, also in the form `200k` or `1.5M`, or `none`. YAML reads the number of `200_000` as a text. */
function most({ from = 0, to = MOST_OF_ANYTHING, isWhole = true } = {}) {
  return z
    .union([z.number(), z.string()], 'must be a number, or none')
    .transform((value, context): Most => {
      if (value === 'none') return value;
      const number = typeof value === 'number' ? value : readNumber(value);
      const isGood = number >= from && number <= to && (!isWhole || Number.isInteger(number));
      if (isGood) return number;
      context.addIssue({ code: 'custom', message: explain(value, { from, to, isWhole }) });
      return z.NEVER;
    });
}

function explain(
  value: number | string,
  { from, to, isWhole }: { from: number; to: number; isWhole: boolean },
): string {
  const kind = isWhole ? 'a whole number' : 'a number of dollars';
  const range = to === MOST_OF_ANYTHING ? `${from} or more` : `from ${from} to ${to}`;
  const nothing =
    from === 0 ? ' 0 allows nothing.' : ' To allow nothing, write answers_per_day: 0.';
  const isTooSmall = Number(value) < from;
  return `“${value}” is no limit. Write ${kind}, ${range}, or none for no limit.${isTooSmall ? nothing : ''}`;
}

function readNumber(text: string): number {
  const [, digits, unit] = /^([\d_]+(?:\.\d+)?)([km]?)$/i.exec(text.trim()) ?? [];
  if (digits === undefined) return Number.NaN;
  return Number(digits.replaceAll('_', '')) * (THOUSANDS[unit?.toLowerCase() ?? ''] ?? 1);
}
