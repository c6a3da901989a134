import { isDeepStrictEqual } from 'node:util';
import type { SamplingParameters } from '../contracts/provider.ts';
import type { ScopeRules } from '../contracts/settings.ts';
import { isTimeZone } from '../lib/is-time-zone.ts';
import { SETTING_NAMES } from './setting-names.ts';
import { storedRulesShape } from './stored-rules.ts';

/** As instructions that people write in the chat. */
const MAX_CHARACTERS = 16_000;
/** As people can choose it in the chat: ten years. */
const MAX_DAYS = 3_650;
const MAX_IDS = 100;
const ID = /^(?:[a-z]+(?:@[\w-]+)?:)?-?\d+$/;
const MS_PER_DAY = 24 * 60 * 60_000;

const isBetween = (from: number, to: number) => (value: unknown) =>
  typeof value === 'number' && value >= from && value <= to;
const isWhole = (from: number, to: number) => (value: unknown) =>
  Number.isSafeInteger(value) && isBetween(from, to)(value);
const areIds = (ids: readonly string[]) => ids.length <= MAX_IDS && ids.every((id) => ID.test(id));
const isText = (text: string) => text.trim() !== '';

/** As in `parley.yaml`. */
const NEARBY = {
  messages: isWhole(1, 100),
  ageMs: isWhole(1, MS_PER_DAY),
  characters: isWhole(1, 50_000),
};
const PARAMETERS: Readonly<Partial<Record<keyof SamplingParameters, (value: unknown) => boolean>>> =
  {
    temperature: isBetween(0, 5),
    topP: isBetween(0, 1),
    topK: isWhole(1, Number.MAX_SAFE_INTEGER),
    typicalP: isBetween(0, 1),
    repetitionPenalty: isBetween(0, 10),
    presencePenalty: isBetween(-2, 2),
    frequencyPenalty: isBetween(-2, 2),
    maxOutputTokens: isWhole(1, Number.MAX_SAFE_INTEGER),
    stop: (texts) => Array.isArray(texts) && texts.length <= 16,
    seed: Number.isSafeInteger,
  };

/** What the shape of a stored rule leaves open: an absurd value would spoil every answer of the place. */
const LIMITS: {
  readonly [Name in keyof ScopeRules]?: (value: NonNullable<ScopeRules[Name]>) => boolean;
} = {
  model: isText,
  instructions: isText,
  summaryModel: isText,
  timeZone: isTimeZone,
  historyDays: isBetween(0, MAX_DAYS),
  footer: (parts) => new Set(parts).size === parts.length,
  moderators: areIds,
  answeredBots: areIds,
  nearby: (nearby) => nearby === false || areWithin(nearby, NEARBY),
  parameters: (parameters) => areWithin(parameters, PARAMETERS),
};

/** Reads one setting as it is stored. `undefined`: there is no such setting, or it does not take this value. */
export function readRule(name: string, value: unknown): ScopeRules | undefined {
  const isKnown = SETTING_NAMES.some((each) => each === name);
  if (!isKnown || JSON.stringify(value).length > MAX_CHARACTERS) return undefined;
  const stored = storedRulesShape.safeParse({ rules: { [name]: value }, format: 1 });
  const rules: ScopeRules = stored.data?.rules ?? {};
  // The shape leaves out what is wrong, also within a value.
  const isComplete = isDeepStrictEqual({ ...rules }, { [name]: value });
  return isComplete && isWithinLimits(name as keyof ScopeRules, value) ? rules : undefined;
}

function isWithinLimits(name: keyof ScopeRules, value: unknown): boolean {
  // By now, the value has the type of its name.
  const isAllowed = LIMITS[name] as ((value: unknown) => boolean) | undefined;
  return isAllowed?.(value) ?? true;
}

function areWithin(
  values: object,
  limits: Readonly<Record<string, ((value: unknown) => boolean) | undefined>>,
): boolean {
  return Object.entries(values).every(([name, value]) => limits[name]?.(value) ?? true);
}
