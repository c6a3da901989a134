import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decodeGeminiChunk } from '../../src/providers/gemini/decode-chunk.ts';
import { createResponsesDecoder } from '../../src/providers/openai-responses/decoder.ts';
import { createChunkDecoder } from '../../src/providers/wire/chat-completions/chunk-decoder.ts';

const chat = (usage: object) => createChunkDecoder()(JSON.stringify({ choices: [], usage }))[0];
const counts = { prompt_tokens: 1_000, completion_tokens: 5 };
const usage = { type: 'usage', inputTokens: 1_000, outputTokens: 5 };

it('the tokens that a service had kept are read where it says so', () => {
  const cached = { ...usage, cachedInputTokens: 800 };
  // OpenAI's reference; api-docs.deepseek.com, context caching; Moonshot's reference.
  const reports = [
    { prompt_tokens_details: { cached_tokens: 800, audio_tokens: 0 } },
    { prompt_cache_hit_tokens: 800, prompt_cache_miss_tokens: 200 },
    { cached_tokens: 800 },
  ];
  for (const report of reports) assert.deepEqual(chat({ ...counts, ...report }), cached);
  assert.deepEqual(chat({ ...counts, prompt_tokens_details: { cached_tokens: 0 } }), usage);
  assert.deepEqual(chat({ ...counts, prompt_tokens_details: null }), usage);

  const gemini = {
    usageMetadata: {
      promptTokenCount: 1_000,
      candidatesTokenCount: 5,
      cachedContentTokenCount: 800,
    },
  };
  assert.deepEqual(decodeGeminiChunk(JSON.stringify(gemini))[0], cached);

  const response = {
    type: 'response.completed',
    response: {
      status: 'completed',
      usage: {
        input_tokens: 1_000,
        output_tokens: 5,
        input_tokens_details: { cached_tokens: 800 },
      },
    },
  };
  const events = createResponsesDecoder()(JSON.stringify(response));
  assert.deepEqual(
    events.find(({ type }) => type === 'usage'),
    cached,
  );
});
