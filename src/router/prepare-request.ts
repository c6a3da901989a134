import type { ChatRequest, PromptMessage, SamplingParameters } from '../contracts/provider.ts';
import { fitIntoRanges } from '../lib/fit-into-ranges.ts';
import type { PlannedTarget } from './route.ts';

const UNSEEN_IMAGE = '[image, which this model cannot see]';

/** The question as this model can take it, in the time that is left for the whole answer. */
export function prepareRequest(
  request: ChatRequest,
  target: PlannedTarget,
  leftMs: number,
): ChatRequest {
  const { model, info, rules } = target;
  const wanted: SamplingParameters = { ...rules.parameters, ...request.parameters };
  const parameters = info.parameters ? fitIntoRanges(wanted, info.parameters) : wanted;
  const limits = { ...rules.limits, ...request.limits };
  return {
    ...request,
    model,
    messages: info.images === false ? request.messages.map(withoutImages) : request.messages,
    ...(Object.keys(parameters).length > 0 && { parameters }),
    limits: { ...limits, totalMs: Math.min(limits.totalMs ?? leftMs, leftMs) },
  };
}

function withoutImages({ images = [], ...message }: PromptMessage): PromptMessage {
  return {
    ...message,
    text: [message.text, ...images.map(() => UNSEEN_IMAGE)].filter(Boolean).join('\n'),
  };
}
