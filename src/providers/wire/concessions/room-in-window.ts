import type { JsonObject } from '../json.ts';
import type { AnswerWindow } from './concessions.ts';

/** A shorter answer is of no use: the prompt must become shorter. */
export const MIN_ANSWER_TOKENS = 256;
/** Other words may have more tokens than those of the counted prompt. */
const MARGIN = 0.1;

/** The size of a body, to compare prompts by. */
export function sizeInBytes(body: JsonObject): number {
  return Buffer.byteLength(JSON.stringify(body));
}

/** Estimates the tokens that a prompt leaves for its answer. */
export function roomInWindow(body: JsonObject, window: AnswerWindow | undefined): number {
  if (!window) return Infinity;

  const { tokens, promptTokens, promptBytes } = window;
  const moreTokens = (promptTokens / promptBytes) * (sizeInBytes(body) - promptBytes);
  const margin = Math.abs(moreTokens) * MARGIN;
  const room = tokens - promptTokens - Math.ceil(moreTokens + margin);
  return Math.max(room, MIN_ANSWER_TOKENS);
}
