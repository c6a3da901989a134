import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ChatRequest } from '../../../../src/contracts/provider.ts';
import {
  writeChatBody,
  writeChatParameters,
} from '../../../../src/providers/wire/chat-completions/write-chat.ts';

const image = { mime: 'image/png', bytes: Buffer.from('png!') };
const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,cG5nIQ==' } };

function chat(...messages: ChatRequest['messages']): ChatRequest {
  return {
    model: 'x',
    messages,
    parameters: { temperature: 3, maxOutputTokens: 9, seed: 1, reasoningEffort: 'low' },
  };
}

it('writeChatBody writes messages with images as lists of parts, and others as plain text', () => {
  const { messages } = writeChatBody(
    chat(
      { role: 'user', text: 'a' },
      { role: 'user', text: 'b', images: [image, image] },
      { role: 'user', text: '', images: [image] },
    ),
    {},
  );
  assert.deepEqual(messages, [
    { role: 'user', content: 'a' },
    { role: 'user', content: [{ type: 'text', text: 'b' }, picture, picture] },
    { role: 'user', content: [picture] },
  ]);
});

it('writeChatParameters uses the common names, unless the vendor has a name of its own', () => {
  assert.deepEqual(writeChatParameters(chat(), {}), {
    temperature: 3,
    max_tokens: 9,
    seed: 1,
    reasoning_effort: 'low',
  });
  const parameterNames = { maxOutputTokens: 'max_completion_tokens' };
  const parameters = { temperature: { max: 2 }, maxOutputTokens: {} };
  assert.deepEqual(writeChatParameters(chat(), { parameterNames, parameters }), {
    temperature: 2,
    max_completion_tokens: 9,
  });
});
