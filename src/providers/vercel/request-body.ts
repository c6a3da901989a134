import { randomBytes, randomUUID } from 'node:crypto';
import type { ChatRequest } from '../../contracts/provider.ts';
import type { JsonObject } from '../wire/json.ts';
import { type VercelModel, writeModelParameters } from './models.ts';
import type { Variant } from './variants.ts';

/** The text before every conversation that is sent as one text. */
const PREAMBLE =
  'This is a conversation between a human and a language model, respond to the last message accordingly, referring to the past history of messages if needed.';

/** The body of a request, in the shape that the variant takes. */
export function createRequestBody(
  { bodyKind }: Variant,
  model: VercelModel,
  request: ChatRequest,
): JsonObject {
  const messages = writeMessages(request);
  if (bodyKind === 'messages') return { messages, id: `${randomBytes(3).toString('hex')}a` };

  const parameters = writeModelParameters(model, request.parameters);
  if (bodyKind === 'prompt') {
    return { ...parameters, prompt: writePrompt(messages), model: model.id };
  }

  return { ...parameters, chatIndex: 0, messages, model: model.id, playgroundId: randomUUID() };
}

interface RoleMessage {
  readonly role: string;
  readonly content: string;
}

function writeMessages({ system, messages }: ChatRequest): readonly RoleMessage[] {
  const turns = messages.map(({ role, text }) => ({ role, content: text }));
  return system ? [{ role: 'system', content: system }, ...turns] : turns;
}

function writePrompt(messages: readonly RoleMessage[]): string {
  const lines = messages.map(({ role, content }) => `${role}: ${content}`);
  return [PREAMBLE, ...lines, 'assistant: '].join('\n');
}
