import assert from 'node:assert/strict';
import { it } from 'node:test';
import { gemini } from '../protocols/gemini.ts';
import { protocolSuite } from '../protocols/protocol-suite.ts';
import {
  FULL_REQUEST,
  hello,
  never,
  PNG_BASE64,
  startConversation,
} from '../protocols/start-conversation.ts';

const GOLDEN = [
  '{"candidates": [{"content": {"parts": [{"text": "They greet.","thought": true}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 9,"totalTokenCount": 14,"thoughtsTokenCount": 5},"modelVersion": "gemini-test","responseId": "x1"}',
  '{"candidates": [{"content": {"parts": [{"text": "Hello"}],"role": "model"},"index": 0}],"usageMetadata": {"promptTokenCount": 9,"candidatesTokenCount": 1,"totalTokenCount": 15,"thoughtsTokenCount": 5},"modelVersion": "gemini-test","responseId": "x1"}',
  '{"candidates": [{"content": {"parts": [{"text": "!"},{"text": "","thoughtSignature": "CikB0e2Kb3"}],"role": "model"},"finishReason": "STOP","index": 0}],"usageMetadata": {"promptTokenCount": 9,"candidatesTokenCount": 2,"totalTokenCount": 16,"thoughtsTokenCount": 5},"modelVersion": "gemini-test","responseId": "x1"}',
];
const SSE = GOLDEN.map((chunk) => `data: ${chunk}\r\n\r\n`).join('');
const LIST = `[${GOLDEN.join('\n,\r\n')}]`;
const EVENTS = [
  { type: 'reasoning-delta', text: 'They greet.' },
  { type: 'text-delta', text: 'Hello' },
  { type: 'text-delta', text: '!' },
  { type: 'end', reason: 'stop', raw: 'STOP' },
  { type: 'usage', inputTokens: 9, outputTokens: 7, reasoningTokens: 5 },
];

protocolSuite(gemini);

it('gemini sends the prompt with its key in a header, and reads the answer', async (t) => {
  const { ask, exchanges } = await startConversation(t, gemini, (exchange) =>
    exchange.respond(200, SSE),
  );
  const parameters = {
    temperature: 3,
    topK: 5,
    stop: ['1', '2', '3', '4', '5', '6'],
    maxOutputTokens: 100,
    reasoningEffort: 'low',
  } as const;
  assert.deepEqual(await ask({ ...FULL_REQUEST, parameters }), EVENTS);
  const [exchange] = exchanges;
  assert.equal(
    `${exchange?.method} ${exchange?.path}`,
    'POST /v1beta/models/gemini-test:streamGenerateContent',
  );
  assert.equal(String(exchange?.query), 'alt=sse');
  assert.equal(exchange?.headers['x-goog-api-key'], 'gemini-key');
  assert.deepEqual(exchange?.json, {
    contents: [
      { role: 'user', parts: [{ text: 'Ann: Hi' }] },
      { role: 'model', parts: [{ text: 'Hello' }] },
      {
        role: 'user',
        parts: [
          { inlineData: { mimeType: 'image/png', data: PNG_BASE64 } },
          { text: 'Bob: And I?' },
        ],
      },
    ],
    systemInstruction: { parts: [{ text: 'Be brief.' }] },
    generationConfig: {
      temperature: 2,
      topK: 5,
      maxOutputTokens: 100,
      stopSequences: ['1', '2', '3', '4', '5'],
      thinkingConfig: { includeThoughts: true, thinkingBudget: 1_024 },
    },
  });
});

it('gemini reads the same answer from a list of chunks', async (t) => {
  const { ask } = await startConversation(t, gemini, (exchange) => exchange.respond(200, LIST));
  assert.deepEqual(await ask(hello), EVENTS);
});

it('gemini reads the same answer from chunks in the wrapper of Code Assist', async (t) => {
  // `CaGenerateContentResponse` in google-gemini/gemini-cli; musistudio/claude-code-router #645.
  const wrapped = GOLDEN.map((chunk) => `data: {"response":${chunk},"traceId":"t1"}\n\n`).join('');
  const { ask } = await startConversation(t, gemini, (exchange) => exchange.respond(200, wrapped));
  assert.deepEqual(await ask(hello), EVENTS);
});

it('gemini reports a blocked prompt as a content filter', async (t) => {
  const body =
    'data: {"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{}}\r\n\r\n';
  const { ask } = await startConversation(t, gemini, (exchange) => exchange.respond(200, body));
  await assert.rejects(ask(hello), { kind: 'content_filter' });
});

it('gemini reads the wait from a refusal', async (t) => {
  const details = [
    {
      '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
      violations: [{ quotaId: 'PerMinute' }],
    },
    { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '46s' },
  ];
  const error = { code: 429, message: 'Quota exceeded.', status: 'RESOURCE_EXHAUSTED', details };
  const { ask } = await startConversation(t, gemini, (exchange) =>
    exchange.respond(429, [{ error }]),
  );
  await assert.rejects(ask(hello), { kind: 'rate_limit', retryAfterMs: 46_000 });
});

it('gemini lists the models that chat, with their windows, reasoning and ranges', async (t) => {
  const models = [
    {
      name: 'models/gemini-a',
      inputTokenLimit: 1_048_576,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
      maxTemperature: 1,
      thinking: true,
    },
    { name: 'models/embedding-001', supportedGenerationMethods: ['embedContent'] },
    { name: 'models/gemini-b' },
  ];
  const { provider } = await startConversation(t, gemini, (exchange) =>
    exchange.respond(200, { models }),
  );
  const listed = await provider.models(never);
  assert.deepEqual(
    listed.map(({ id, contextWindow, reasoning, parameters }) => [
      id,
      contextWindow,
      reasoning,
      parameters?.temperature?.max,
    ]),
    [
      ['gemini-a', 1_048_576, true, 1],
      ['gemini-b', undefined, undefined, 2],
    ],
  );
});
