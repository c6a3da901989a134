import type { Language } from '../../contracts/language.ts';
import { LANGUAGES } from '../../texts/languages.ts';
import { choiceSetting, switchSetting } from './choice-setting.ts';
import type { Setting } from './setting.ts';

const reasoning = choiceSetting({
  name: 'reasoning',
  rule: 'reasoning',
  values: (['hidden', 'folded'] as const).map((value) => ({
    typed: value,
    rules: { reasoning: value },
    label: ({ settings }) => settings.reasoning[value],
    isIn: (settings) => settings.reasoning === value,
  })),
  describeOther: ({ texts }) => texts.settings.none,
});

const language = choiceSetting({
  name: 'language',
  rule: 'language',
  values: (Object.keys(LANGUAGES) as Language[]).map((value) => ({
    typed: value,
    rules: { language: value },
    label: () => LANGUAGES[value],
    isIn: (settings) => settings.language === value,
  })),
  describeOther: ({ texts }) => texts.settings.readersLanguage,
});

const followUp = choiceSetting({
  name: 'follow_up',
  rule: 'followUp',
  values: (['own', 'always', 'never'] as const).map((value) => ({
    typed: value,
    rules: { followUp: value },
    label: ({ settings }) => settings.followUp[value],
    isIn: (settings) => settings.followUp === value,
  })),
  describeOther: ({ texts }) => texts.settings.none,
});

/** The settings with one of a few values. */
export const choiceSettings = {
  reasoning,
  language,
  followUp,
  // Only Discord has threads on messages.
  threads: switchSetting('threads', 'opensThreads', {
    isOffered: ({ network }) => network === 'discord',
  }),
  rich: switchSetting('rich', 'isRich', {
    isOffered: ({ network }) => network === 'telegram',
    describeOther: ({ texts }) => texts.settings.richDefault,
  }),
  files: switchSetting('files', 'takesFiles'),
} satisfies Readonly<Record<string, Setting>>;
