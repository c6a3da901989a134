import type { RoutedModel } from '../contracts/router.ts';
import { durationInWords } from './durations.ts';

/** The facts about a model, most important first: networks cut the end. */
export function modelHint({
  contextWindow,
  images,
  audio,
  reasoning,
  price,
  firstContentMs,
  cooldownMs,
}: RoutedModel): string {
  return [
    cooldownMs ? `pauses for ${durationInWords(cooldownMs, 'en')}` : '',
    contextWindow === undefined ? '' : `${Math.round(contextWindow / 1000)}k`,
    price ? `$${price.input}/$${price.output}` : '',
    images ? 'sees images' : '',
    audio ? 'hears' : '',
    reasoning ? 'reasons' : '',
    firstContentMs === undefined ? '' : `starts after ${durationInWords(firstContentMs, 'en')}`,
  ]
    .filter(Boolean)
    .join(', ');
}
