import type { JsonObject } from '../json.ts';
import { answerTokensOf, findLengthField } from './concede-body.ts';
import type { Concessions } from './concessions.ts';
import type { RefusedCall } from './refused-call.ts';
import { MIN_ANSWER_TOKENS, sizeInBytes } from './room-in-window.ts';

type AnswerLength = Pick<Concessions, 'longestAnswer' | 'roomForAnswer' | 'window'>;

/** Numbers about the length of the answer, in a refusal of a request that asks for a longer one. */
export const ANSWER_LENGTHS: readonly RegExp[] = [
  // Anthropic.
  /max_tokens: \d+ > (?<longest>\d+), which is the maximum allowed/,
  /exceed context limit: (?<prompt>\d+) \+ \d+ > (?<limit>\d+)/,
  // OpenAI and vLLM.
  /supports at most (?<longest>\d+) (?:completion|output) tokens/,
  /maximum context length is (?<limit>\d+) tokens.*?\((?<prompt>\d+) (?:tokens )?in the (?:messages|prompt)\b.*?in the completion/s,
  /maximum context length is (?<limit>\d+) tokens and your request has (?<prompt>\d+) input tokens/,
  /maximum context length is \d+ tokens\. however, you requested (?<least>\d+) output tokens and your prompt contains at least/,
  // Groq.
  /max(?:_completion)?_tokens['"`]? must be less than or equal to ['"`]?(?<longest>\d+)/,
  // DeepSeek and Alibaba.
  /valid range of max_tokens is \[1, ?(?<longest>\d+)\]/,
  /range of max_(?:completion_|output_)?tokens should be \[1, ?(?<longest>\d+)\]/,
  // Volcengine and OpenAI's Responses, Databricks.
  /max_(?:completion_|output_)?tokens\b[^.]*\.? ?expected a value <= (?<longest>\d+)/,
  /max_tokens \(\d+\) cannot exceed (?<longest>\d+)/,
  // Text Generation Inference, in two checks.
  /(?<!\+ )`max_new_tokens` must be <= (?<longest>\d+)\. given/,
  // Gemini on Vertex.
  /maxoutputtokens value of \d+ but the supported range is from 1 \(inclusive\) to (?<above>\d+) \(exclusive\)/,
  /`inputs` tokens \+ `max_new_tokens` must be <= (?<limit>\d+)\. given: (?<prompt>\d+) `inputs` tokens/,
  // Rate limits count the answer before it is written.
  /request too large.*?\blimit:? (?<budget>\d+),? (?:used:? \d+,? )?requested:? (?<requested>\d+)/s,
];

/**
 * Gives the concessions with a shorter answer. `undefined`: the refusal has another reason, or the prompt
 * leaves no room for an answer. `text` is the refusal in small letters.
 */
export function shortenAnswer(
  text: string,
  { body, concessions }: RefusedCall,
): Concessions | undefined {
  if (!findLengthField(body)) return undefined;

  const tokens = answerTokensOf(body, concessions);
  const shorter = { ...concessions, ...readAnswerLength(text, body, tokens) };
  const room = roomOf(shorter);
  return room >= MIN_ANSWER_TOKENS && answerTokensOf(body, shorter) < tokens ? shorter : undefined;
}

/** The tokens that the newest refusal leaves for the answer. */
function roomOf({ longestAnswer = Infinity, roomForAnswer = Infinity, window }: AnswerLength) {
  const roomInWindow = window ? window.tokens - window.promptTokens : Infinity;
  return Math.min(longestAnswer, roomForAnswer, roomInWindow);
}

function readAnswerLength(text: string, body: JsonObject, tokens: number): AnswerLength {
  const match = ANSWER_LENGTHS.map((words) => words.exec(text)).find(Boolean);
  const { longest, above, limit, prompt, least, budget, requested } = match?.groups ?? {};

  if (longest) return { longestAnswer: Number(longest) };
  if (above) return { longestAnswer: Number(above) - 1 };
  // The server did not count the whole prompt.
  if (least) return { roomForAnswer: Math.floor(tokens / 2) };

  const promptBytes = sizeInBytes(body);
  if (limit) {
    return { window: { tokens: Number(limit), promptTokens: Number(prompt), promptBytes } };
  }
  if (!budget) return {};

  const promptTokens = Number(requested) - tokens;
  return { window: { tokens: Number(budget), promptTokens, promptBytes } };
}
