import type { PlannedSpending } from '../contracts/limits.ts';
import type { ChatRequest, SamplingParameters } from '../contracts/provider.ts';
import { fitIntoRanges } from '../lib/fit-into-ranges.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { describeMedia } from '../texts/describe-media.ts';
import type { PlannedTarget } from './route.ts';

/**
 * Changes the request to one that this model can take, within the time that remains for the whole
 * answer.
 */
export function prepareRequest(
  request: ChatRequest,
  { model, info, rules }: PlannedTarget,
  remainingMs: number,
): ChatRequest {
  const requested: SamplingParameters = { ...rules.parameters, ...request.parameters };
  const parameters = info.parameters ? fitIntoRanges(requested, info.parameters) : requested;
  const hasParameters = Object.keys(parameters).length > 0;
  const limits = { ...rules.limits, ...request.limits };
  return {
    ...request,
    model,
    messages: request.messages.map((message) => describeMedia(message, info)),
    ...omitUndefined({ parameters: hasParameters ? parameters : undefined }),
    limits: { ...limits, totalMs: Math.min(limits.totalMs ?? remainingMs, remainingMs) },
  };
}

/** The largest models write no more (the model pages of OpenAI and Anthropic). */
const LONGEST_ANSWER_TOKENS = 128_000;

/**
 * The same request for an answer of at most `mostTokens`. Never allows more than before. A limit that is beyond
 * what the model writes, or beyond the `room` in its window, is not sent: services refuse one that is too large.
 */
export function limitTokens(
  request: ChatRequest,
  mostTokens: number | undefined,
  room = Infinity,
): ChatRequest {
  if (mostTokens === undefined) return request;

  const most = Math.max(1, Math.floor(mostTokens));
  if (most >= Math.min(LONGEST_ANSWER_TOKENS, room)) return { ...request, mostTokens: most };

  const maxOutputTokens = Math.min(request.parameters?.maxOutputTokens ?? Infinity, most);
  return {
    ...request,
    parameters: { ...request.parameters, maxOutputTokens },
    mostTokens: most,
  };
}

/** Counts the pictures of a request, and how long its recordings are. */
export function countMedia({ messages }: ChatRequest): Pick<PlannedSpending, 'images' | 'audioMs'> {
  const recordings = messages.flatMap(({ audio = [] }) => audio);
  return {
    images: messages.reduce((sum, { images = [] }) => sum + images.length, 0),
    audioMs: recordings.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0),
  };
}
