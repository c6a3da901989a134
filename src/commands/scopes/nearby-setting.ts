import type { NearbyLimits } from '../../contracts/settings.ts';
import type { Texts } from '../../texts/en/index.ts';
import { readTypedNumber } from './read-typed-number.ts';
import type { Setting } from './setting.ts';
import { withoutRule } from './without-rule.ts';

/** The limits besides the number of messages, as where `parley.yaml` says nothing. */
const USUAL = { ageMs: 60 * 60_000, characters: 6_000 };
const MAX_MESSAGES = 100;
/** The values of the menu. */
const COUNTS = [0, 10, 30, 100];

/** The messages before a question that the model reads. */
export const nearbySetting: Setting = {
  name: 'nearby',
  rule: 'nearby',
  power: 'settings',
  isFree: true,
  isOffered: () => true,
  describe: ({ settings, texts }) => wordsFor(settings.nearby?.messages ?? 0, texts),

  entries: ({ settings, texts }) =>
    COUNTS.map((count) => ({
      value: count === 0 ? 'off' : String(count),
      label: wordsFor(count, texts),
      isCurrent: (settings.nearby?.messages ?? 0) === count,
    })),

  read(typed, { settings, texts }) {
    const isOff = typed.trim().toLowerCase() === 'off';
    const messages = isOff
      ? 0
      : readTypedNumber(typed, { min: 0, max: MAX_MESSAGES, isWhole: true });
    if (messages === undefined) return undefined;

    const limits: NearbyLimits = { ...USUAL, ...settings.nearby, messages };
    const nearby = messages > 0 && limits;
    return { label: wordsFor(messages, texts), change: (rules) => ({ ...rules, nearby }) };
  },

  clear: (rules) => withoutRule(rules, 'nearby'),
  explain: (_typed, { texts }) => texts.settings.possible.nearby,
};

function wordsFor(count: number, { settings }: Texts): string {
  return count === 0 ? settings.off : settings.nearbyMessages(count);
}
