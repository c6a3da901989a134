import { isDeepStrictEqual } from 'node:util';
import type { ScopeRules } from '../contracts/settings.ts';
import { isTimeZone } from '../lib/is-time-zone.ts';
import { SETTING_NAMES } from './setting-names.ts';
import { storedRulesShape } from './stored-rules.ts';

/** As instructions that people write in the chat. */
const MAX_CHARACTERS = 16_000;
/** As in `parley.yaml`. */
const MOST_NEARBY = { messages: 100, characters: 50_000 };

/** Reads one setting as it is stored. `undefined`: there is no such setting, or it does not take this value. */
export function readRule(name: string, value: unknown): ScopeRules | undefined {
  const isKnown = SETTING_NAMES.some((each) => each === name);
  if (!isKnown || JSON.stringify(value).length > MAX_CHARACTERS) return undefined;
  const stored = storedRulesShape.safeParse({ rules: { [name]: value }, format: 1 });
  const rules: ScopeRules = stored.data?.rules ?? {};
  // The shape leaves out what is wrong, also within a value.
  const isWhole = isDeepStrictEqual({ ...rules }, { [name]: value });
  return isWhole && isWithinLimits(rules) ? rules : undefined;
}

function isWithinLimits({ nearby, timeZone, historyDays = 0 }: ScopeRules): boolean {
  if (nearby && nearby.messages > MOST_NEARBY.messages) return false;
  if (nearby && nearby.characters > MOST_NEARBY.characters) return false;
  if (timeZone !== undefined && !isTimeZone(timeZone)) return false;
  return Number.isFinite(historyDays);
}
