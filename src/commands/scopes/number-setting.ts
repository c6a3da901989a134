import type { SamplingParameters } from '../../contracts/provider.ts';
import { fitIntoRanges } from '../../lib/fit-into-ranges.ts';
import type { Texts } from '../../texts/en/index.ts';
import { type NumberLimits, readTypedNumber } from './read-typed-number.ts';
import type { PlaceFacts, RulesChange, Setting, SettingName } from './setting.ts';
import { withoutRule } from './without-rule.ts';

/** The properties of a sampling parameter that is a number. */
export interface NumberParts {
  readonly name: SettingName;
  readonly parameter: Exclude<keyof SamplingParameters, 'stop' | 'reasoningEffort'>;
  /** The limits where the model names none. */
  readonly limits: NumberLimits;
  /** The values of the menu, as far as they are within the limits. */
  readonly usual: readonly number[];
  /** Offered also where a service does not say what its models take. */
  readonly isCommon?: boolean;
  words?(value: number, texts: Texts): string;
}

/** Makes the setting of a sampling parameter that is a number. */
export function numberSetting(parts: NumberParts): Setting {
  const { name, parameter, usual, isCommon = false } = parts;
  const wordsFor = (value: number, texts: Texts) => parts.words?.(value, texts) ?? String(value);

  return {
    name,
    rule: 'parameters',
    parameter,
    power: 'settings',
    isFree: true,
    isOffered: (facts) => takesParameter(parameter, facts, isCommon),

    describe(facts) {
      const { [parameter]: value } = takenParameters(facts);
      const { texts } = facts;
      return value === undefined ? undefined : wordsFor(value, texts);
    },

    entries(facts) {
      const { min, max } = limitsFor(parts, facts);
      return usual
        .filter((value) => value >= min && value <= max)
        .map((value) => ({
          value: String(value),
          label: wordsFor(value, facts.texts),
          isCurrent: facts.settings.parameters[parameter] === value,
        }));
    },

    read(typed, facts) {
      const value = readTypedNumber(typed, limitsFor(parts, facts));
      if (value === undefined) return undefined;
      return { label: wordsFor(value, facts.texts), change: withParameter(parameter, value) };
    },

    clear: withoutParameter(parameter),

    explain(_typed, facts) {
      const { min, max, isWhole } = limitsFor(parts, facts);
      const { possible, names } = facts.texts.settings;
      return isWhole
        ? possible.wholeNumber(names[name], min, max)
        : possible.number(names[name], min, max);
    },
  };
}

/** The parameters in force as the model takes them. */
export function takenParameters({ ranges, settings: { parameters } }: PlaceFacts) {
  return ranges ? fitIntoRanges(parameters, ranges) : parameters;
}

/** Tells whether the model takes a parameter. One that is set can be cleared whether it does or not. */
export function takesParameter(
  parameter: keyof SamplingParameters,
  { ranges, settings }: PlaceFacts,
  isCommon: boolean,
): boolean {
  const isSet = settings.parameters[parameter] !== undefined;
  return isSet || (ranges ? ranges[parameter] !== undefined : isCommon);
}

/** Sets one parameter. */
export function withParameter<Name extends keyof SamplingParameters>(
  name: Name,
  value: SamplingParameters[Name],
): RulesChange {
  return (rules) => ({ ...rules, parameters: { ...rules.parameters, [name]: value } });
}

/** Clears one parameter. */
export function withoutParameter(name: keyof SamplingParameters): RulesChange {
  return (rules) => {
    const { [name]: _, ...parameters } = rules.parameters ?? {};
    const isEmpty = Object.keys(parameters).length === 0;
    return isEmpty ? withoutRule(rules, 'parameters') : { ...rules, parameters };
  };
}

/** The model's own range, or what makes sense for most. */
function limitsFor({ parameter, limits }: NumberParts, { ranges }: PlaceFacts): NumberLimits {
  const { min = limits.min, max = limits.max } = ranges?.[parameter] ?? {};
  return { min, max, isWhole: limits.isWhole };
}
