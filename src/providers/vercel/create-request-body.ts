import { randomBytes, randomUUID } from 'node:crypto';
import type { ChatRequest } from '../../contracts/provider.ts';
import type { JsonObject } from '../wire/json.ts';
import { type VercelModel, writeModelParameters } from './models.ts';
import type { Variant } from './variants.ts';

/** What the service was told before every conversation that came as one text. */
const PREAMBLE =
  'This is a conversation between a human and a language model, respond to the last message accordingly, referring to the past history of messages if needed.';

export function createRequestBody(
  { bodyKind: body }: Variant,
  model: VercelModel,
  request: ChatRequest,
): JsonObject {
  const messages = messagesOf(request);
  if (body === 'messages') return { messages, id: `${randomBytes(3).toString('hex')}a` };
  const parameters = writeModelParameters(model, request.parameters);
  if (body === 'prompt') return { ...parameters, prompt: promptOf(messages), model: model.id };
  return { ...parameters, chatIndex: 0, messages, model: model.id, playgroundId: randomUUID() };
}

interface RoleMessage {
  readonly role: string;
  readonly content: string;
}

function messagesOf({ system, messages }: ChatRequest): readonly RoleMessage[] {
  const said = messages.map(({ role, text }) => ({ role, content: text }));
  return system ? [{ role: 'system', content: system }, ...said] : said;
}

function promptOf(messages: readonly RoleMessage[]): string {
  const lines = messages.map(({ role, content }) => `${role}: ${content}`);
  return [PREAMBLE, ...lines, 'assistant: '].join('\n');
}
