import type { ChatRequest, PromptMessage } from '../../../contracts/provider.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { describeAudio, describeImages } from '../../../texts/describe-media.ts';
import { alternateRoles } from './alternate-roles.ts';
import type { Concessions } from './concessions.ts';

/** Comes before an answer whose question is not part of the prompt. */
const MISSING_QUESTION: PromptMessage = { role: 'user', text: '…' };

/** Changes a request to one that this model takes. The provider writes it in the words of its protocol. */
export function concedeRequest(request: ChatRequest, concessions: Concessions): ChatRequest {
  const { hidesImages, hidesAudio, alternatesRoles, hasSystemInMessage, forgetsCache } =
    concessions;
  const seen = hidesImages ? request.messages.map(describeImages) : request.messages;
  const visible = hidesAudio ? seen.map(describeAudio) : seen;
  const messages = alternatesRoles ? alternateRoles(startWithUser(visible)) : visible;
  const { cacheKey, ...uncached } = request;
  const { system, ...others } = forgetsCache ? uncached : request;

  if (!hasSystemInMessage || !system) return { ...others, ...omitUndefined({ system }), messages };
  return { ...others, messages: putInFront(system, messages) };
}

function startWithUser(messages: readonly PromptMessage[]): readonly PromptMessage[] {
  return messages[0]?.role === 'assistant' ? [MISSING_QUESTION, ...messages] : messages;
}

function putInFront(
  system: string,
  [first, ...others]: readonly PromptMessage[],
): readonly PromptMessage[] {
  if (first?.role !== 'user') {
    return [{ role: 'user', text: system }, ...(first ? [first] : []), ...others];
  }
  return [{ ...first, text: `${system}\n\n${first.text}` }, ...others];
}
