import type { Texts } from '../../texts/en/index.ts';
import { readTypedNumber } from './read-typed-number.ts';
import type { PlaceFacts, Setting } from './setting.ts';
import { withoutRule } from './without-rule.ts';

/** Ten years. */
const MAX_DAYS = 3_650;
/** The values of the menu; 0 is without a limit. */
const DAYS = [1, 7, 30, 90, 365, 0];

/**
 * The days for which what was said is kept. The operator promises a limit to people, so only admins make it
 * longer.
 */
export const historySetting: Setting = {
  name: 'history_days',
  rule: 'historyDays',
  power: 'settings',
  isFree: true,
  isOffered: () => true,
  describe: ({ settings, texts }) => wordsFor(settings.historyDays, texts),

  entries: (facts) =>
    DAYS.filter((days) => isAllowed(days, facts)).map((days) => ({
      value: String(days),
      label: wordsFor(days, facts.texts),
      isCurrent: days === facts.settings.historyDays,
    })),

  read(typed, facts) {
    const historyDays = readTypedNumber(typed, { min: 0, max: MAX_DAYS, isWhole: true });
    if (historyDays === undefined || !isAllowed(historyDays, facts)) return undefined;
    const label = wordsFor(historyDays, facts.texts);
    return { label, change: (rules) => ({ ...rules, historyDays }) };
  },

  clear: (rules) => withoutRule(rules, 'historyDays'),
  // The wider place may keep it longer.
  mayClear: ({ mostDays }) => mostDays === 0,

  explain(_typed, facts) {
    const { possible } = facts.texts.settings;
    return isAllowed(0, facts) ? possible.days : possible.daysAtMost(facts.mostDays);
  },
};

function isAllowed(days: number, { mostDays }: PlaceFacts): boolean {
  return mostDays === 0 || (days !== 0 && days <= mostDays);
}

function wordsFor(days: number, { settings }: Texts): string {
  return days === 0 ? settings.withoutLimit : settings.days(days);
}
