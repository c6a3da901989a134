import type { Language } from '../contracts/language.ts';
import type { RoutedModel } from '../contracts/router.ts';
import { durationInWords } from './durations.ts';
import { textsIn } from './index.ts';
import { tokensInWords } from './tokens-in-words.ts';

/** The facts about a model, most important first: networks cut the end. */
export function modelHint(model: RoutedModel, language: Language): string {
  const { contextWindow, price, firstContentMs, cooldownMs, endsOn } = model;
  const { modelFacts } = textsIn(language);

  return [
    cooldownMs ? modelFacts.pauses(durationInWords(cooldownMs, language)) : '',
    endsOn ? modelFacts.ends(endsOn) : '',
    contextWindow === undefined ? '' : tokensInWords(contextWindow),
    price ? `$${price.input}/$${price.output}` : '',
    model.images ? modelFacts.sees : '',
    model.audio ? modelFacts.hears : '',
    model.reasoning ? modelFacts.reasons : '',
    firstContentMs === undefined
      ? ''
      : modelFacts.startsAfter(durationInWords(firstContentMs, language)),
  ]
    .filter(Boolean)
    .join(', ');
}
