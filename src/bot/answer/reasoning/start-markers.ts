import { createMarkerIndex } from './marker-index.ts';
import { START_TOKENS } from './start-tokens.ts';
import {
  ANSWER_TAGS,
  FINAL_RESPONSE,
  TAGS_WITH_ATTRIBUTES,
  THOUGHT_PHRASES,
  THOUGHT_TAGS,
} from './thought-tags.ts';

/** The meaning of a marker at the start of an answer, or right behind its thoughts. */
export type StartMeaning =
  /** Thoughts follow, up to `closing`. */
  | { readonly kind: 'thoughts'; readonly closing: string }
  /** The name of a channel follows. */
  | { readonly kind: 'channel' }
  /** Thoughts may follow, but only `closing` proves it. */
  | { readonly kind: 'phrase'; readonly closing: string }
  /** The answer follows, up to `closing`. */
  | { readonly kind: 'answer'; readonly closing: string }
  /** It closes thoughts that are elsewhere, or nothing. */
  | { readonly kind: 'stray' }
  /** It belongs to no text. `needsBlank`: without a blank behind it, it is HTML. */
  | { readonly kind: 'token'; readonly needsBlank?: boolean };

/** The tags and tokens that may come before an answer. */
export const startMarkers = createMarkerIndex<StartMeaning>([
  ...[...THOUGHT_TAGS, ...TAGS_WITH_ATTRIBUTES].map(
    ([opening, closing]) => [opening, { kind: 'thoughts', closing }] as const,
  ),
  // Open WebUI, in the answers of its own API. Its closing tag is ordinary HTML everywhere else.
  ...['>', ' done='].map(
    (after) =>
      [`<details type="reasoning"${after}`, { kind: 'thoughts', closing: '</details>' }] as const,
  ),
  ...THOUGHT_TAGS.map(([, closing]) => [closing, { kind: 'stray' }] as const),
  [FINAL_RESPONSE, { kind: 'stray' }],
  ...THOUGHT_PHRASES.map(([opening, closing]) => [opening, { kind: 'phrase', closing }] as const),
  ...ANSWER_TAGS.map(([opening, closing]) => [opening, { kind: 'answer', closing }] as const),
  ...START_TOKENS.map((token) => [token, { kind: 'token' }] as const),
  ['<s>', { kind: 'token', needsBlank: true }],
  // The end of gpt-oss' thoughts, from a server that drops only a part of the tokens.
  ['assistantfinal', { kind: 'stray' }],
  // gpt-oss: openai/harmony, `docs/format.md`. Some servers lose the first token.
  ...['', '<|start|>assistant', 'assistant'].map(
    (before) => [`${before}<|channel|>`, { kind: 'channel' }] as const,
  ),
]);
