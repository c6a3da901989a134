import type { JsonObject } from '../json.ts';
import type { AnswerWindow } from './concessions.ts';

/** A shorter answer is of no use: the prompt must become shorter. */
export const MIN_ANSWER_TOKENS = 256;
/** Other words may have more tokens than those of the counted prompt. */
const MARGIN = 0.1;
/** A prompt that is shorter by less than this share may have lost only marks of JSON, which have no tokens. */
const CERTAINLY_SHORTER = 0.2;

/** The size of a body, to compare prompts by. */
export function sizeInBytes(body: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(body));
}

/** Estimates the tokens that a prompt leaves for its answer. */
export function roomInWindow(body: JsonObject, window: AnswerWindow | undefined): number {
  if (!window) return Infinity;

  const { tokens, promptTokens, promptBytes } = window;
  const moreBytes = sizeInBytes(body) - promptBytes;
  const isAsLong = moreBytes < 0 && -moreBytes < promptBytes * CERTAINLY_SHORTER;
  const moreTokens = isAsLong ? 0 : (promptTokens / promptBytes) * moreBytes;
  const margin = Math.abs(moreTokens) * MARGIN;
  const room = tokens - promptTokens - Math.ceil(moreTokens + margin);
  return Math.max(room, MIN_ANSWER_TOKENS);
}
