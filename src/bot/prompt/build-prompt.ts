import type { Conversations } from '../../contracts/conversations.ts';
import type { ChatRequest, PromptMessage } from '../../contracts/provider.ts';
import type { Router } from '../../contracts/router.ts';
import type { Turn } from '../../contracts/turns.ts';
import { BYTES_PER_TOKEN, estimateTokens, TOKENS_PER_MESSAGE } from '../../lib/estimate-tokens.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { partialAnswerOf } from '../answer/turn-result.ts';
import type { PromptMedia } from '../material/prompt-media.ts';
import { questionMessage } from './question-text.ts';
import { systemPromptFor } from './system-prompt.ts';

/** The request to the model, and what did not fit into it. */
export interface Prompt {
  readonly request: Omit<ChatRequest, 'model'>;
  /** Older turns did not fit. */
  readonly isTrimmed: boolean;
  /** The end of the question did not fit. */
  readonly isQuestionCut: boolean;
  /** The estimated size of the whole request. */
  readonly tokens: number;
  /** The estimated size of the system prompt. */
  readonly systemTokens: number;
  /** The estimated size without the earlier turns. */
  readonly tokensWithoutHistory: number;
}

/** The sources of a prompt. */
export interface PromptParts {
  readonly systemPrompt: string;
  readonly router: Pick<Router, 'find'>;
  readonly conversations: Pick<Conversations, 'history'>;
  /** Absent: no pictures and no recordings. */
  readonly media?: PromptMedia;
}

/** For models whose provider does not report a window: nearly all present models have this much. */
const ASSUMED_WINDOW_TOKENS = 16_384;
/** Reserved for the answer, but never more than a quarter of the window. */
const ANSWER_TOKENS = 4_096;
/** A question is never cut to less than this: a shorter one would be another question. */
const MIN_QUESTION_TOKENS = 256;
/** Bounds the memory for models with a window of a million tokens. */
const MAX_TURNS = 400;
/** A model needs at least this much of its answer to know where it broke off. */
const MIN_REMINDER_CHARACTERS = 200;
const CONTINUE_INSTRUCTION =
  'Your answer broke off. Go on exactly where it ends, in the middle of a sentence if need be: what you write is put right behind it. Repeat nothing, and say nothing about this.';

/**
 * Builds the request: the system prompt, the newest turns that fit, and the question. It has at most
 * `maxTokens` estimated tokens, as far as history and question can be shortened.
 */
export async function buildPrompt(
  parts: PromptParts,
  turn: Turn,
  model: string,
  maxTokens = Infinity,
): Promise<Prompt> {
  const info = await parts.router.find(model);
  const windowTokens = info?.contextWindow ?? ASSUMED_WINDOW_TOKENS;
  const promptTokens = windowTokens - Math.min(ANSWER_TOKENS, windowTokens / 4);
  const system = systemPromptFor(turn, parts.systemPrompt);
  let freeTokens =
    Math.min(promptTokens, info?.maxPromptTokens ?? Infinity, maxTokens) - countTokens(system);

  const fullQuestion = questionMessage(turn, parts.media);
  const question = cutToTokens(fullQuestion.text, Math.max(freeTokens, MIN_QUESTION_TOKENS));
  freeTokens -= countTokens(question);

  const continuation = continuationOf(turn, freeTokens / 2);
  freeTokens -= totalTokens(continuation);

  const history = await collectHistory(parts, turn, freeTokens);
  const messages = mergeSameRole([
    ...history.messages,
    { ...fullQuestion, text: question },
    ...continuation,
  ]);
  return {
    request: { system, messages },
    tokens: countTokens(system) + totalTokens(messages),
    systemTokens: countTokens(system),
    tokensWithoutHistory: countTokens(system) + countTokens(question) + totalTokens(continuation),
    isTrimmed: history.isTrimmed,
    isQuestionCut: question !== fullQuestion.text,
  };
}

/** The messages for an answer that the model continues: the end of that answer, and the instruction to go on. */
function continuationOf(turn: Turn, freeTokens: number): PromptMessage[] {
  const { text } = partialAnswerOf(turn);
  if (!text) return [];
  // One character per token is a safe estimate.
  const characters = Math.max(MIN_REMINDER_CHARACTERS, Math.floor(freeTokens));
  return [
    { role: 'assistant', text: text.slice(-characters).toWellFormed() },
    { role: 'user', text: CONTINUE_INSTRUCTION },
  ];
}

/** Collects the messages of the newest turns that fit into `freeTokens`. */
async function collectHistory(
  { conversations, media }: PromptParts,
  turn: Turn,
  freeTokens: number,
): Promise<{ readonly messages: readonly PromptMessage[]; readonly isTrimmed: boolean }> {
  const messages: PromptMessage[] = [];
  let remainingTokens = freeTokens;
  let turnCount = 0;

  for await (const earlier of conversations.history(turn)) {
    const turnMessages = messagesOf(earlier, media);
    remainingTokens -= totalTokens(turnMessages);
    if (remainingTokens < 0 || turnCount === MAX_TURNS) return { messages, isTrimmed: true };
    turnCount += 1;
    messages.unshift(...turnMessages);
  }
  return { messages, isTrimmed: false };
}

function messagesOf(turn: Turn, media: PromptMedia | undefined): PromptMessage[] {
  const version = turn.versions[turn.shownVersion];
  const answer = version?.isThoughts ? '' : (version?.text.trim() ?? '');
  const messages: PromptMessage[] = [
    questionMessage(turn, media),
    { role: 'assistant', text: answer },
  ];
  // A question may have been stopped before its answer, or deleted.
  return messages.filter(({ text }) => text !== '');
}

function countTokens(text: string): number {
  return estimateTokens([text]);
}

function totalTokens(messages: readonly PromptMessage[]): number {
  return estimateTokens(messages.map(({ text }) => text));
}

function cutToTokens(text: string, maxTokens: number): string {
  if (countTokens(text) <= maxTokens) return text;
  const maxBytes = Math.floor((maxTokens - TOKENS_PER_MESSAGE) * BYTES_PER_TOKEN);
  // A cut inside a character decodes to U+FFFD at the end.
  return Buffer.from(text)
    .subarray(0, Math.max(0, maxBytes))
    .toString()
    .replace(/\uFFFD+$/, '');
}

/** Some back ends refuse two messages of the same role in a row. */
function mergeSameRole(messages: readonly PromptMessage[]): PromptMessage[] {
  const merged: PromptMessage[] = [];
  for (const message of messages) {
    const previous = merged.at(-1);
    if (previous?.role === message.role) merged[merged.length - 1] = merge(previous, message);
    else merged.push(message);
  }
  return merged;
}

function merge(first: PromptMessage, second: PromptMessage): PromptMessage {
  const images = [...(first.images ?? []), ...(second.images ?? [])];
  const audio = [...(first.audio ?? []), ...(second.audio ?? [])];
  return omitUndefined({
    role: first.role,
    text: `${first.text}\n\n${second.text}`,
    images: images.length > 0 ? images : undefined,
    audio: audio.length > 0 ? audio : undefined,
  });
}
