import { END_TOKENS } from './end-tokens.ts';
import { createMarkerIndex, type MarkerIndex } from './marker-index.ts';
import {
  ANSWER_TAGS,
  FINAL_RESPONSE,
  OPENINGS_IN_TEXT,
  THOUGHT_PHRASES,
  THOUGHT_TAGS,
} from './thought-tags.ts';

/** The meaning of a marker in the text of an answer. */
export type MarkerMeaning =
  /** It opens thoughts, or ends them. */
  | { readonly kind: 'opening' | 'closing' | 'phrase' }
  /** It pairs with a token that may be the end. */
  | { readonly kind: 'pair' }
  /** It may be the end. `opening` pairs with it. */
  | { readonly kind: 'end'; readonly opening: string }
  /** It closes the tag in which the answer stands. */
  | { readonly kind: 'answer' }
  /** It stands before, or behind, the result of a calculation. */
  | { readonly kind: 'box' | 'box end' };

const FINAL_CHANNEL = '<|channel|>final<|message|>';

const TABLE: readonly (readonly [marker: string, meaning: MarkerMeaning])[] = [
  ...OPENINGS_IN_TEXT.map((opening) => [opening, { kind: 'opening' }] as const),
  ...THOUGHT_TAGS.map(([, closing]) => [closing, { kind: 'closing' }] as const),
  [FINAL_RESPONSE, { kind: 'closing' }],
  // gpt-oss: kekzl/imp PR 768, and openai/harmony, `docs/format.md`.
  ...['', '<|start|>assistant', '<|end|><|start|>assistant'].map(
    (before) => [before + FINAL_CHANNEL, { kind: 'closing' }] as const,
  ),
  ...ANSWER_TAGS.map(([, closing]) => [closing, { kind: 'answer' }] as const),
  ...END_TOKENS.map(({ token, opening = '' }) => [token, { kind: 'end', opening }] as const),
  // GLM-4.1V and GLM-4.5V: zai-org/GLM-V, README.
  ['<|begin_of_box|>', { kind: 'box' }],
  ['<|end_of_box|>', { kind: 'box end' }],
  ['<s>', { kind: 'pair' }],
  ['[INST]', { kind: 'pair' }],
];

/**
 * By the phrase that ends the thoughts. Only the few answers that begin with the phrase that opens
 * them search for it: its first letter is in nearly every word.
 */
const indexes = new Map<string, MarkerIndex<MarkerMeaning>>(
  ['', ...THOUGHT_PHRASES.map(([, closing]) => closing)].map((phrase) => {
    const phrases = phrase ? [[phrase, { kind: 'phrase' }] as const] : [];
    return [phrase, createMarkerIndex<MarkerMeaning>([...TABLE, ...phrases])];
  }),
);

/** Gives the tags and tokens that may be in the text of an answer. `phrase` may end its thoughts. */
export function answerMarkersFor(phrase: string): MarkerIndex<MarkerMeaning> {
  return indexes.get(phrase) ?? createMarkerIndex<MarkerMeaning>(TABLE);
}
