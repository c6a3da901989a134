import type { ScopeRules, ScopeSettings } from '../../contracts/settings.ts';
import type { Texts } from '../../texts/en/index.ts';
import type { PlaceFacts, Setting, SettingName } from './setting.ts';
import { withoutRule } from './without-rule.ts';

/** One of a few values. */
interface ChoiceValue {
  /** As people type it. */
  readonly typed: string;
  readonly rules: ScopeRules;
  label(texts: Texts): string;
  isIn(settings: ScopeSettings): boolean;
}

interface ChoiceParts {
  readonly name: SettingName;
  readonly rule: keyof ScopeRules;
  readonly values: readonly ChoiceValue[];
  /** The words where none of these values is in force. */
  describeOther(facts: PlaceFacts): string;
  isOffered?(facts: PlaceFacts): boolean;
}

/** Makes a setting that has one of a few values. */
export function choiceSetting({ name, rule, values, ...parts }: ChoiceParts): Setting {
  return {
    name,
    rule,
    power: 'settings',
    isFree: false,
    isOffered: parts.isOffered ?? (() => true),

    describe(facts) {
      const current = values.find(({ isIn }) => isIn(facts.settings));
      return current ? current.label(facts.texts) : parts.describeOther(facts);
    },

    entries: ({ settings, texts }) =>
      values.map(({ typed, label, isIn }) => ({
        value: typed,
        label: label(texts),
        isCurrent: isIn(settings),
      })),

    read(typed, { texts }) {
      const word = typed.trim().toLowerCase();
      const value = values.find((each) => each.typed.toLowerCase() === word);
      if (!value) return undefined;
      return { label: value.label(texts), change: (rules) => ({ ...rules, ...value.rules }) };
    },

    clear: (rules) => withoutRule(rules, rule),

    explain: (_typed, { texts: { settings } }) =>
      settings.possible.choice(
        settings.names[name],
        values.map(({ typed }) => typed),
      ),
  };
}

/** Makes a setting that is on or off. */
export function switchSetting(
  name: SettingName,
  rule: 'opensThreads' | 'isRich' | 'takesFiles',
  parts: Partial<Pick<ChoiceParts, 'isOffered' | 'describeOther'>> = {},
): Setting {
  const value = (typed: 'on' | 'off'): ChoiceValue => ({
    typed,
    rules: { [rule]: typed === 'on' },
    label: ({ settings }) => settings[typed],
    isIn: (settings) => settings[rule] === (typed === 'on'),
  });
  return choiceSetting({
    name,
    rule,
    values: [value('on'), value('off')],
    describeOther: ({ texts }) => texts.settings.off,
    ...parts,
  });
}
