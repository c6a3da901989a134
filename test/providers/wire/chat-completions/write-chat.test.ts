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

it('writeChatBody sends recordings in the formats that the endpoint takes, and tells of the others', () => {
  const wav = { mime: 'audio/x-wav', bytes: Buffer.from('wav!') };
  const ogg = { mime: 'audio/ogg; codecs=opus', bytes: Buffer.from('ogg!') };
  const request = chat({ role: 'user', text: 'a', audio: [wav, ogg] });
  const heard = { type: 'input_audio', input_audio: { data: 'd2F2IQ==', format: 'wav' } };
  const untold = '[recordings are here, which you cannot hear]';
  assert.deepEqual(writeChatBody(request).messages, [
    { role: 'user', content: [{ type: 'text', text: `a\n${untold}` }, heard] },
  ]);
  assert.deepEqual(writeChatBody(request, { audioFormats: ['ogg'] }).messages, [
    {
      role: 'user',
      content: [
        { type: 'text', text: `a\n${untold}` },
        { type: 'input_audio', input_audio: { data: 'b2dnIQ==', format: 'ogg' } },
      ],
    },
  ]);
  assert.deepEqual(writeChatBody(request, { audioFormats: [] }).messages, [
    { role: 'user', content: `a\n${untold}` },
  ]);
});

it('writeChatParameters names the conversation by a hash, where the endpoint takes it', () => {
  const { prompt_cache_key: key } = writeChatParameters(
    { ...chat(), cacheKey: 'discord:7' },
    { takesCacheKey: true },
  );
  assert.match(String(key), /^[\w-]{32}$/);
  assert.ok(!('prompt_cache_key' in writeChatParameters({ ...chat(), cacheKey: 'discord:7' }, {})));
  assert.ok(!('prompt_cache_key' in writeChatParameters(chat(), { takesCacheKey: true })));
});
