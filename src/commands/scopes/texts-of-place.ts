import type { Texts } from '../../texts/en/index.ts';
import { textsIn } from '../../texts/index.ts';
import type { Reader } from './place.ts';

/** The sentences for everybody in a place, in its language. Where it has none, in that of the person who changes something. */
export function textsOfPlace({ channel, context }: Reader): Texts {
  return textsIn(context.settings(channel).language ?? context.language);
}
