import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { it } from 'node:test';
import { vendors } from '../../src/providers/vendors.ts';
import { anthropic } from './protocols/anthropic.ts';
import { cohere } from './protocols/cohere.ts';
import { gemini } from './protocols/gemini.ts';
import { mistral } from './protocols/mistral.ts';
import { openai } from './protocols/openai.ts';
import { openaiResponses } from './protocols/openai-responses.ts';
import { event, namedEvent, type Protocol } from './protocols/protocol.ts';
import { hello, startConversation } from './protocols/start-conversation.ts';

const { perplexity: factory } = vendors;
assert.ok(factory);
const perplexity: Protocol = {
  ...openai,
  factory,
  env: (url) => ({ PERPLEXITY_BASE_URL: url, PERPLEXITY_API_KEY: 'key' }),
};

const REPORT = new URL(
  '../fixtures/reports/provider/p26.perplexity.citations.sse',
  import.meta.url,
);
const DONE = 'data: [DONE]\n\n';

const chunk = (choice: object, others: object = {}) =>
  event({ choices: [{ index: 0, ...choice }], ...others });
const A = { title: 'A', url: 'https://a.example/' };
const B = { title: 'B', url: 'https://b.example/' };

interface Case {
  readonly subject: string;
  /** Where this shape was reported or described. */
  readonly source: string;
  readonly protocol: Protocol;
  readonly body: string;
  readonly citations: readonly object[];
}

const cases: readonly Case[] = [
  {
    subject: 'Azure OpenAI On Your Data names its documents before the words',
    source: 'learn.microsoft.com, Azure OpenAI On Your Data API',
    protocol: openai,
    body:
      chunk({ delta: { role: 'assistant', context: { citations: [A, { ...B, content: 'x' }] } } }) +
      chunk({ delta: { content: 'Yes [doc1].' } }) +
      chunk({ delta: {}, finish_reason: 'stop' }) +
      DONE,
    citations: [
      { ...A, mark: 'doc1' },
      { ...B, mark: 'doc2' },
    ],
  },
  {
    subject: 'an address keeps no sign that ends the cell of a table',
    source: 'GitHub Flavored Markdown, tables: a pipe in a cell must be escaped',
    protocol: perplexity,
    body: chunk(
      { delta: { content: 'Yes [1].' }, finish_reason: 'stop' },
      { citations: ['https://a.example/x|y?q=a|b'] },
    ),
    citations: [{ url: 'https://a.example/x%7Cy?q=a%7Cb', mark: '1' }],
  },
  {
    subject: 'Perplexity numbers its pages and repeats them with each chunk',
    source: 'chatboxai/chatbox #2404; chathub-dev/chathub #973',
    protocol: perplexity,
    body: readFileSync(REPORT, 'utf8'),
    citations: [
      { url: 'https://example.org/a', title: 'A', mark: '1' },
      { url: 'https://example.org/b', mark: '2' },
    ],
  },
  {
    subject: 'OpenAI and OpenRouter annotate a delta',
    source: 'MacPaw/OpenAI #399; openai/openai-agents-js #1617; pydantic/pydantic-ai #7458',
    protocol: openai,
    body:
      chunk({ delta: { content: 'Yes.' } }) +
      chunk({ delta: { annotations: [{ type: 'url_citation', url_citation: A }] } }) +
      chunk({ delta: {}, finish_reason: 'stop' }) +
      DONE,
    citations: [A],
  },
  {
    subject: 'a host of OpenRouter annotates the choice',
    source: 'BerriAI/litellm #23662',
    protocol: openai,
    body:
      chunk({
        delta: { content: 'Yes.' },
        annotations: [{ type: 'url_citation', url_citation: A }],
      }) +
      chunk({ delta: {}, finish_reason: 'stop' }) +
      DONE,
    citations: [A],
  },
  {
    subject: 'xAI lists addresses in the last chunk',
    source: 'docs.x.ai, Live Search, streaming',
    protocol: openai,
    body:
      chunk({ delta: { content: 'Yes.' } }) +
      chunk({ delta: {}, finish_reason: 'stop' }, { citations: [A.url, B.url] }) +
      DONE,
    citations: [
      { url: A.url, mark: '1' },
      { url: B.url, mark: '2' },
    ],
  },
  {
    subject: 'Zhipu names its own marks',
    source: 'docs.bigmodel.cn, web search in chat completions',
    protocol: openai,
    body:
      chunk(
        { delta: { content: 'Yes[ref_1].' } },
        { web_search: [{ refer: 'ref_1', title: 'A', link: A.url, media: 'x' }] },
      ) +
      chunk({ delta: {}, finish_reason: 'stop' }) +
      DONE,
    citations: [{ ...A, mark: 'ref_1' }],
  },
  {
    subject: 'Alibaba puts the index of each page beside it',
    source: 'help.aliyun.com, Qwen web search, enable_source',
    protocol: openai,
    body:
      chunk(
        { delta: { content: 'Yes[1].' } },
        { search_info: { search_results: [{ index: 1, site_name: 'x', ...A }] } },
      ) +
      chunk({ delta: {}, finish_reason: 'stop' }) +
      DONE,
    citations: [{ ...A, mark: '1' }],
  },
  {
    subject: 'Mistral sends a part for each page',
    source: 'docs.mistral.ai, agents with web search',
    protocol: mistral,
    body:
      chunk({
        delta: {
          content: [
            { type: 'text', text: 'Yes.' },
            { type: 'tool_reference', tool: 'web_search', ...A },
          ],
        },
      }) +
      chunk({ delta: { content: '' }, finish_reason: 'stop' }) +
      DONE,
    citations: [A],
  },
  {
    subject: 'OpenAI Responses adds annotations, and repeats them in the whole response',
    source: 'docs.parallel.ai, citations; openai-node, ResponseOutputTextAnnotationAddedEvent',
    protocol: openaiResponses,
    body:
      namedEvent({ type: 'response.output_text.delta', delta: 'Yes.' }) +
      namedEvent({
        type: 'response.output_text.annotation.added',
        annotation: { type: 'url_citation', start_index: 0, end_index: 3, ...A },
      }) +
      namedEvent({
        type: 'response.completed',
        response: {
          status: 'completed',
          output: [
            {
              type: 'message',
              content: [
                {
                  type: 'output_text',
                  text: 'Yes.',
                  annotations: [{ type: 'url_citation', ...A }],
                },
              ],
            },
          ],
        },
      }),
    citations: [A],
  },
  {
    subject: "Perplexity's Agent API sends the results of its search before the text",
    source: 'docs.perplexity.ai, cookbook, streaming citations',
    protocol: openaiResponses,
    body:
      namedEvent({ type: 'response.reasoning.search_results', results: [{ id: 1, ...A }] }) +
      namedEvent({ type: 'response.output_text.delta', delta: 'Yes[1].' }) +
      namedEvent({ type: 'response.completed', response: { status: 'completed' } }),
    citations: [{ ...A, mark: '1' }],
  },
  {
    subject: 'Gemini sends its pages with a last chunk that has no text',
    source: 'BerriAI/litellm #42134; agno-agi/agno #8607; songquanpeng/one-api, grounding',
    protocol: gemini,
    body:
      event({ candidates: [{ content: { parts: [{ text: 'Yes.' }] } }] }) +
      event({
        candidates: [
          {
            finishReason: 'STOP',
            groundingMetadata: {
              groundingChunks: [
                { web: { uri: A.url, title: 'A' } },
                {},
                { retrievedContext: { uri: B.url, title: 'B' } },
                { web: { uri: '' } },
                { retrievedContext: { uri: 'gs://bucket/file.pdf', title: 'file' } },
              ],
            },
          },
        ],
      }),
    citations: [A, B],
  },
  {
    subject: 'Anthropic cites pages of its search and of the prompt',
    source: 'docs.anthropic.com, web search tool and search results; laravel/ai #892',
    protocol: anthropic,
    body:
      anthropic.head +
      namedEvent({
        type: 'content_block_delta',
        index: 0,
        delta: {
          type: 'citations_delta',
          citation: { type: 'web_search_result_location', cited_text: 'x', ...A },
        },
      }) +
      namedEvent({
        type: 'content_block_delta',
        index: 0,
        delta: {
          type: 'citations_delta',
          citation: { type: 'search_result_location', source: B.url, title: 'B' },
        },
      }) +
      namedEvent({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'citations_delta', citation: { type: 'char_location', document_index: 0 } },
      }) +
      anthropic.text('Yes.') +
      anthropic.end('stop'),
    citations: [A, B],
  },
  {
    subject: 'Cohere cites the documents that have an address',
    source: 'docs.cohere.com, chat streaming, citation-start',
    protocol: cohere,
    body:
      cohere.head +
      cohere.text('Yes.') +
      namedEvent({
        type: 'citation-start',
        index: 0,
        delta: {
          message: {
            citations: {
              start: 0,
              end: 3,
              text: 'Yes',
              sources: [
                { type: 'document', id: 'd1', document: A },
                { type: 'document', id: 'd2', document: { title: 'B' } },
              ],
            },
          },
        },
      }) +
      cohere.end('stop'),
    citations: [A],
  },
];

for (const { subject, source, protocol, body, citations } of cases) {
  it(`reads the pages of an answer: ${subject} (${source})`, async (t) => {
    const { ask } = await startConversation(t, protocol, (exchange) => exchange.respond(200, body));
    const events = await ask(hello);
    const found = events.filter(({ type }) => type === 'citation');
    assert.deepEqual(
      found,
      citations.map((citation) => ({ type: 'citation', ...citation })),
    );
    assert.ok(events.some(({ type }) => type === 'text-delta'));
  });
}
