import { findLengthField } from './concede-body.ts';
import type { Concessions } from './concessions.ts';
import { readField } from './field-path.ts';
import type { RefusedCall } from './refused-call.ts';

type AnswerLength = Pick<Concessions, 'longestAnswer' | 'roomForAnswer'>;

/** A shorter answer is of no use: the prompt must become shorter. */
const MIN_ANSWER_TOKENS = 256;

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
  // Gemini on Vertex.
  /maxoutputtokens value of \d+ but the supported range is from 1 \(inclusive\) to (?<above>\d+) \(exclusive\)/,
  // Text Generation Inference.
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
  const path = findLengthField(body);
  if (!path) return undefined;

  const { longestAnswer = Infinity, roomForAnswer = Infinity } = concessions;
  const tokens = Math.min(Number(readField(body, path)), longestAnswer, roomForAnswer);
  const shorter = readAnswerLength(text, tokens);
  const room = shorter.longestAnswer ?? shorter.roomForAnswer;
  const helps = room !== undefined && room >= MIN_ANSWER_TOKENS && room < tokens;
  return helps ? { ...concessions, ...shorter } : undefined;
}

function readAnswerLength(text: string, tokens: number): AnswerLength {
  const match = ANSWER_LENGTHS.map((words) => words.exec(text)).find(Boolean);
  const { longest, above, limit, prompt, least, budget, requested } = match?.groups ?? {};

  if (longest) return { longestAnswer: Number(longest) };
  if (above) return { longestAnswer: Number(above) - 1 };
  if (limit) return { roomForAnswer: Number(limit) - Number(prompt) };
  // The server did not count the whole prompt.
  if (least) return { roomForAnswer: Math.floor(tokens / 2) };
  if (budget) return { roomForAnswer: tokens - (Number(requested) - Number(budget)) };
  return {};
}
