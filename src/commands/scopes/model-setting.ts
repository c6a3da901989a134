import { cutAtWord } from '../../lib/cut-at-word.ts';
import { findModels } from '../find-models.ts';
import type { Setting } from './setting.ts';
import { shownWords } from './shown-name.ts';
import { withoutRule } from './without-rule.ts';

/** Discord's limit. */
const MAX_LABEL_CHARACTERS = 100;

/** The model that answers: one of those that people can choose. */
export const modelSetting: Setting = {
  name: 'model',
  rule: 'model',
  power: 'model',
  isFree: true,
  isOffered: () => true,
  describe: ({ model }) => model,

  entries({ models, model, texts }) {
    const current = models.filter(({ name }) => name === model);
    const others = models.filter(({ name }) => name !== model);
    return [...current, ...others].map(({ name, facts }) => ({
      value: name,
      label: cutAtWord(name, MAX_LABEL_CHARACTERS),
      description: cutAtWord(texts.modelHint(facts), MAX_LABEL_CHARACTERS),
      isCurrent: name === model,
    }));
  },

  read(typed, { models }) {
    const [found, other] = findModels(models, typed.trim());
    if (!found || other) return undefined;
    return { label: found.name, change: (rules) => ({ ...rules, model: found.name }) };
  },

  clear: (rules) => withoutRule(rules, 'model'),
  explain: (typed, { texts }) => texts.settings.possible.model(shownWords(typed)),
};
