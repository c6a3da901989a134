import { isDeepStrictEqual } from 'node:util';
import type { ScopeRules } from '../contracts/settings.ts';
import { isTimeZone } from '../lib/is-time-zone.ts';
import { storedRulesShape } from './stored-rules.ts';

/** Everything that a person can choose for a place. The compiler checks that none is missing. */
const NAMES: Readonly<Record<keyof ScopeRules, true>> = {
  model: true,
  persona: true,
  instructions: true,
  parameters: true,
  reasoning: true,
  footer: true,
  language: true,
  isRich: true,
  takesFiles: true,
  historyDays: true,
  powers: true,
  moderators: true,
  followUp: true,
  opensThreads: true,
  nearby: true,
  acceptsProxies: true,
  answeredBots: true,
  answersChannelPosts: true,
  transcripts: true,
  summaryModel: true,
  timeZone: true,
};
/** As instructions that people write in the chat. */
const MAX_CHARACTERS = 16_000;
/** As in `parley.yaml`. */
const MOST_NEARBY = { messages: 100, characters: 50_000 };

/** Reads one setting as it is stored. `undefined`: there is no such setting, or it does not take this value. */
export function readRule(name: string, value: unknown): ScopeRules | undefined {
  if (!Object.hasOwn(NAMES, name) || JSON.stringify(value).length > MAX_CHARACTERS)
    return undefined;
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
