import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { ProviderEvent } from '../../src/contracts/provider.ts';
import { costOf } from '../../src/lib/cost-of.ts';
import { createAnthropicDecoder } from '../../src/providers/anthropic/decoder.ts';
import { decodeCohereEvent } from '../../src/providers/cohere/decode-event.ts';
import { decodeGeminiChunk } from '../../src/providers/gemini/decode-chunk.ts';
import { decodeOllamaLine } from '../../src/providers/ollama/decode-line.ts';
import { createResponsesDecoder } from '../../src/providers/openai-responses/decoder.ts';
import { createChunkDecoder } from '../../src/providers/wire/chat-completions/chunk-decoder.ts';

type Usage = Extract<ProviderEvent, { type: 'usage' }>;
type Decode = (frame: string) => readonly ProviderEvent[];

/** The last usage of these frames: the earlier ones are sums so far. */
function usageOf(decode: Decode, ...frames: readonly object[]): Omit<Usage, 'type'> | undefined {
  const events = frames.flatMap((frame) => decode(JSON.stringify(frame)));
  const usage = events.findLast((event) => event.type === 'usage');
  if (!usage) return undefined;
  const { type: _, ...counts } = usage;
  return counts;
}

const chat = (usage: object) => usageOf(createChunkDecoder(), { choices: [], usage });
const responses = (usage: object) =>
  usageOf(createResponsesDecoder(), {
    type: 'response.completed',
    response: { status: 'completed', output: [], usage },
  });
const gemini = (...usages: readonly object[]) =>
  usageOf(decodeGeminiChunk, ...usages.map((usageMetadata) => ({ usageMetadata })));

/** What services really sent, and what it means. */
const REPORTS: readonly (readonly [
  source: string,
  counts: Omit<Usage, 'type'> | undefined,
  expected: Omit<Usage, 'type'>,
])[] = [
  [
    'dotnet/extensions #7635: OpenAI, Chat Completions, with a written cache',
    chat({
      prompt_tokens: 9657,
      completion_tokens: 78,
      total_tokens: 9735,
      prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 9654, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 37, audio_tokens: 0 },
    }),
    { inputTokens: 9657, outputTokens: 78, cacheWriteInputTokens: 9654, reasoningTokens: 37 },
  ],
  [
    'dotnet/extensions #7635: OpenAI, Responses, with a written cache',
    responses({
      input_tokens: 9658,
      input_tokens_details: { cache_write_tokens: 9655, cached_tokens: 0 },
      output_tokens: 42,
      output_tokens_details: { reasoning_tokens: 25 },
      total_tokens: 9700,
    }),
    { inputTokens: 9658, outputTokens: 42, cacheWriteInputTokens: 9655, reasoningTokens: 25 },
  ],
  [
    'openrouter.ai/docs/use-cases/usage-accounting',
    chat({
      completion_tokens: 2,
      completion_tokens_details: { reasoning_tokens: 0 },
      cost: 0.95,
      cost_details: { upstream_inference_cost: 19 },
      prompt_tokens: 194,
      prompt_tokens_details: { cached_tokens: 0, cache_write_tokens: 100, audio_tokens: 0 },
      total_tokens: 196,
    }),
    { inputTokens: 194, outputTokens: 2, cacheWriteInputTokens: 100, usd: 0.95 },
  ],
  [
    'openrouter.ai/docs/use-cases/byok: only the fee is in the cost of a key of one’s own',
    chat({
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      cost: 0.001,
      is_byok: true,
      cost_details: { upstream_inference_cost: 0.02 },
    }),
    { inputTokens: 10, outputTokens: 5, usd: 0.021 },
  ],
  [
    "pydantic/pydantic-ai #7033: Vercel's gateway",
    chat({
      prompt_tokens: 84,
      completion_tokens: 5,
      total_tokens: 89,
      cost: 1.316e-5,
      market_cost: 1.316e-5,
      gateway_cost: 1.316e-5,
    }),
    { inputTokens: 84, outputTokens: 5, usd: 1.316e-5 },
  ],
  [
    'BerriAI/litellm PR 36281: xAI behind LiteLLM',
    chat({
      prompt_tokens: 198,
      completion_tokens: 90,
      cost_in_usd_ticks: 2_709_000,
      cost: 0.0002709,
      prompt_tokens_details: { cached_tokens: 192 },
    }),
    { inputTokens: 198, outputTokens: 90, cachedInputTokens: 192, usd: 0.0002709 },
  ],
  [
    'BerriAI/litellm PR 39441: xAI, Responses',
    responses({ input_tokens: 11_365, output_tokens: 498, cost_in_usd_ticks: 233_008_500 }),
    { inputTokens: 11_365, outputTokens: 498, usd: 0.02330085 },
  ],
  [
    'promptfoo/promptfoo PR 9507: thoughts are a part of the answer',
    chat({
      prompt_tokens: 500,
      completion_tokens: 500,
      total_tokens: 1000,
      completion_tokens_details: { reasoning_tokens: 200 },
    }),
    { inputTokens: 500, outputTokens: 500, reasoningTokens: 200 },
  ],
  [
    'router-for-me/CLIProxyAPI #5733: thoughts stand beside the answer',
    chat({
      completion_tokens: 0,
      total_tokens: 81,
      prompt_tokens: 21,
      completion_tokens_details: { reasoning_tokens: 60 },
    }),
    { inputTokens: 21, outputTokens: 60, reasoningTokens: 60 },
  ],
  [
    'mozilla-ai/any-llm #1290: only the sum has the thoughts',
    chat({ prompt_tokens: 20, completion_tokens: 198, total_tokens: 623 }),
    { inputTokens: 20, outputTokens: 603, reasoningTokens: 405 },
  ],
  [
    'docs.perplexity.ai, Sonar: the cost of tokens and of the request',
    chat({
      prompt_tokens: 8,
      completion_tokens: 439,
      total_tokens: 447,
      search_context_size: 'low',
      cost: {
        input_tokens_cost: 0.00002,
        output_tokens_cost: 0.00659,
        request_cost: 0.006,
        total_cost: 0.01261,
      },
    }),
    { inputTokens: 8, outputTokens: 439, usd: 0.01261 },
  ],
  [
    'deepinfra.com/docs, chat completions',
    chat({
      prompt_tokens: 15,
      completion_tokens: 16,
      total_tokens: 31,
      estimated_cost: 0.0000268,
    }),
    { inputTokens: 15, outputTokens: 16, usd: 0.0000268 },
  ],
  [
    'api-docs.deepseek.com, chat completion',
    chat({
      prompt_tokens: 1000,
      completion_tokens: 10,
      total_tokens: 1010,
      prompt_cache_hit_tokens: 960,
      prompt_cache_miss_tokens: 40,
    }),
    { inputTokens: 1000, outputTokens: 10, cachedInputTokens: 960 },
  ],
  [
    'mozilla-ai/any-llm #1290: Gemini itself, whose counts are sums so far',
    gemini(
      { promptTokenCount: 20, thoughtsTokenCount: 100, totalTokenCount: 120 },
      {
        promptTokenCount: 20,
        candidatesTokenCount: 198,
        thoughtsTokenCount: 405,
        totalTokenCount: 623,
      },
    ),
    { inputTokens: 20, outputTokens: 603, reasoningTokens: 405 },
  ],
  [
    'ai.google.dev, UsageMetadata: the tools of Google read, too',
    gemini({
      promptTokenCount: 11,
      toolUsePromptTokenCount: 90,
      candidatesTokenCount: 5,
      cachedContentTokenCount: 8,
    }),
    { inputTokens: 101, outputTokens: 5, cachedInputTokens: 8 },
  ],
  [
    'platform.claude.com/docs, streaming and prompt caching: the parts of the prompt add up',
    usageOf(
      createAnthropicDecoder(),
      {
        type: 'message_start',
        message: {
          usage: {
            input_tokens: 50,
            cache_creation_input_tokens: 248,
            cache_read_input_tokens: 1800,
            cache_creation: { ephemeral_5m_input_tokens: 248, ephemeral_1h_input_tokens: 0 },
            output_tokens: 1,
          },
        },
      },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 503 } },
      { type: 'message_stop' },
    ),
    {
      inputTokens: 2098,
      outputTokens: 503,
      cachedInputTokens: 1800,
      cacheWriteInputTokens: 248,
    },
  ],
  [
    "langchain-ai/langchainjs PR 11242: LiteLLM's cost in Anthropic's protocol",
    usageOf(
      createAnthropicDecoder(),
      { type: 'message_start', message: { usage: { input_tokens: 12, output_tokens: 1 } } },
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { output_tokens: 7, cost: 0.00031 },
      },
    ),
    { inputTokens: 12, outputTokens: 7, usd: 0.00031 },
  ],
  [
    'docs.cohere.com, chat stream',
    usageOf(decodeCohereEvent, {
      type: 'message-end',
      delta: {
        finish_reason: 'COMPLETE',
        usage: {
          billed_units: { input_tokens: 3, output_tokens: 9 },
          tokens: { input_tokens: 69, output_tokens: 11 },
        },
      },
    }),
    { inputTokens: 69, outputTokens: 11 },
  ],
  [
    'docs.ollama.com/api/chat',
    usageOf(decodeOllamaLine, {
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: 26,
      eval_count: 282,
    }),
    { inputTokens: 26, outputTokens: 282 },
  ],
];

describe('the usage of', () => {
  for (const [source, counts, expected] of REPORTS) {
    test(source, () => assert.deepEqual(counts, expected));
  }
});

test('no number that a gateway reports makes a cost negative, infinite or no number', () => {
  const number = fc.oneof(
    fc.double(),
    fc.integer(),
    fc.constantFrom(1e30, -1, null, '12', '-3', '1e30', 'NaN', '', true, [], {}),
  );
  const details = fc.record({ cached_tokens: number, cache_write_tokens: number });
  const usage = fc.record({
    prompt_tokens: number,
    completion_tokens: number,
    total_tokens: number,
    prompt_tokens_details: fc.oneof(details, number),
    completion_tokens_details: fc.oneof(fc.record({ reasoning_tokens: number }), number),
    cost: fc.oneof(number, fc.record({ total_cost: number })),
    cost_in_usd_ticks: number,
    is_byok: fc.boolean(),
    cost_details: fc.record({ upstream_inference_cost: number }),
  });
  const price = { input: 3, output: 15, cachedInput: 0.3, cacheWriteInput: 3.75 };
  const isPossible = (value: number | undefined) =>
    value === undefined || (Number.isFinite(value) && value >= 0);

  fc.assert(
    fc.property(usage, (reported) => {
      const { usd, ...tokens } = chat(reported) ?? { inputTokens: 0, outputTokens: 0 };
      assert.ok(isPossible(usd), `${usd}`);
      assert.ok(Object.values(tokens).every(isPossible), JSON.stringify(tokens));
      assert.ok(isPossible(costOf(tokens, price)));
      assert.ok((tokens.cachedInputTokens ?? 0) <= tokens.inputTokens);
      assert.ok((tokens.reasoningTokens ?? 0) <= tokens.outputTokens);
    }),
    { numRuns: 500 },
  );
});
