import type { Language } from '../contracts/language.ts';
import type { RoutedModel } from '../contracts/router.ts';
import { tokensInWords } from '../lib/tokens-in-words.ts';
import { durationInWords } from './durations.ts';

/** The facts about a model, in one language. */
interface ModelFacts {
  /** Divides the facts. By default, the comma of Latin scripts and a space. */
  readonly comma?: string;
  readonly pauses: (duration: string) => string;
  /** `date` is a day of the calendar, as `2026-12-11`. */
  readonly ends: (date: string) => string;
  readonly sees: string;
  readonly hears: string;
  readonly reasons: string;
  readonly startsAfter: (duration: string) => string;
}

/**
 * Gives the function that describes a model in one line, most important facts first: networks cut the
 * end. Empty: nothing is known about the model.
 */
export function modelHintIn(
  language: Language,
  facts: ModelFacts,
): (model: RoutedModel | undefined) => string {
  return (model) => (model ? describeModel(model, facts, language) : '');
}

function describeModel(model: RoutedModel, facts: ModelFacts, language: Language): string {
  const { contextWindow, firstContentMs, cooldownMs, endsOn } = model;
  const inWords = (ms: number) => durationInWords(ms, language);

  return [
    cooldownMs ? facts.pauses(inWords(cooldownMs)) : '',
    endsOn ? facts.ends(endsOn) : '',
    contextWindow === undefined ? '' : tokensInWords(contextWindow),
    describePrice(model),
    model.images ? facts.sees : '',
    model.audio ? facts.hears : '',
    model.reasoning ? facts.reasons : '',
    firstContentMs === undefined ? '' : facts.startsAfter(inWords(firstContentMs)),
  ]
    .filter(Boolean)
    .join(facts.comma ?? ', ');
}

/** Nobody expects a server of one's own to cost anything. */
function describePrice({ price, priceSource }: RoutedModel): string {
  if (!price) return '';
  const isOwn = priceSource === 'table' && price.input === 0 && price.output === 0;
  return isOwn ? '' : `$${price.input}/$${price.output}`;
}
