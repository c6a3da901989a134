import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { ShownMessage } from '../../playground/local-network.ts';
import type { Env } from '../../src/lib/env.ts';
import {
  type ChatStream,
  type OpenAiServer,
  sayText,
  startOpenAiServer,
} from '../helpers/openai-server.ts';
import { botMessages, roomOf, startParley } from '../helpers/start-parley.ts';
import { waitFor } from '../helpers/wait-for.ts';

const BYTES_PER_TOKEN = 4;
const QUESTION = `${'A long story. '.repeat(270)}\nWhat do you think?`;
const TRIM_NOTICE = /oldest messages no longer fit/;

type Refusal = readonly [status: number, body: unknown];

/** A server that lists a window which it does not have. */
interface OverflowCase {
  readonly name: string;
  readonly toldWindow: number;
  readonly realTokens: number;
  refuse(tokens: number): Refusal;
  /** The most requests for the question that meets the limit. */
  readonly requestsToLearn: number;
}

const cases: readonly OverflowCase[] = [
  {
    name: 'GitHub Models’ free tier, which tells its limit',
    toldWindow: 131_072,
    realTokens: 8_000,
    refuse: () => [
      413,
      {
        error: {
          code: 'tokens_limit_reached',
          message: 'Request body too large for gpt-x model. Max size: 8000 tokens.',
        },
      },
    ],
    requestsToLearn: 2,
  },
  {
    name: 'llama.cpp, which lists the window of the training',
    toldWindow: 262_144,
    realTokens: 4_096,
    refuse: (tokens) => [
      400,
      {
        error: {
          code: 400,
          message: `request (${tokens} tokens) exceeds the available context size (4096 tokens)`,
          type: 'exceed_context_size_error',
          n_prompt_tokens: tokens,
          n_ctx: 4_096,
        },
      },
    ],
    requestsToLearn: 2,
  },
  {
    name: 'LM Studio, which lists the longest window of the model',
    toldWindow: 131_072,
    realTokens: 4_096,
    refuse: (tokens) => [
      400,
      {
        error: `Trying to keep the first ${tokens} tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens, which is not enough.`,
      },
    ],
    requestsToLearn: 2,
  },
  {
    name: 'a rate limit per minute that is smaller than the prompt',
    toldWindow: 131_072,
    realTokens: 6_000,
    refuse: (tokens) => [
      429,
      {
        error: {
          message: `Request too large for llama-x on tokens per minute (TPM): Limit 6000, Requested ${tokens}.`,
          type: 'tokens',
        },
      },
    ],
    requestsToLearn: 2,
  },
  {
    name: 'TabbyAPI, which counts the longest answer too',
    toldWindow: 131_072,
    realTokens: 8_192,
    refuse: (tokens) => [
      400,
      { detail: `Request length ${tokens} + 2048 is greater than max_seq_len 8192` },
    ],
    requestsToLearn: 2,
  },
  {
    name: 'a gateway that writes Chinese',
    toldWindow: 131_072,
    realTokens: 8_192,
    refuse: (tokens) => [
      400,
      { error: { message: `请求的token数量(${tokens})超过模型上下文长度限制(8192)` } },
    ],
    requestsToLearn: 2,
  },
  {
    name: 'a proxy that refuses large bodies and tells no number',
    toldWindow: 131_072,
    realTokens: 8_000,
    refuse: () => [413, '<html><body>413 Request Entity Too Large</body></html>'],
    requestsToLearn: 2,
  },
];

async function setUp(t: TestContext, toldWindow: number, env: Env = {}) {
  const server = await startOpenAiServer({
    models: { data: [{ id: 'test-model', context_length: toldWindow }] },
  });
  t.after(() => server.stop());
  const { telegram } = await startParley(t, { OPENAI_BASE_URL: server.url, ...env });
  const roomId = roomOf(telegram, 'direct');

  /** Asks, and gives the answer and the number of requests that it cost. */
  const ask = async (text: string) => {
    const before = countAnswers(server);
    const question = await telegram.say({ roomId, text });
    const answer = await waitFor(telegram, 'the end of the answer', () =>
      botMessages(telegram, roomId, question).find(hasEnded),
    );
    return { answer: answer.text, requests: countAnswers(server) - before };
  };
  return { server, ask };
}

/** The number of requests for answers. Summaries are made in the background, at any time. */
function countAnswers({ streams }: OpenAiServer): number {
  return streams.filter(({ question }) => !question.endsWith('Write the summary.')).length;
}

/** Buttons to ask again are under an answer that has ended. */
function hasEnded({ buttons }: ShownMessage): boolean {
  return buttons.flat().some(({ id }) => id.startsWith('regenerate'));
}

function refuseLongPrompts(
  server: OpenAiServer,
  { realTokens, refuse }: Pick<OverflowCase, 'realTokens' | 'refuse'>,
): void {
  server.script = (stream: ChatStream) => {
    const tokens = Math.ceil(JSON.stringify(stream.body.messages).length / BYTES_PER_TOKEN);
    return tokens > realTokens ? stream.refuse(...refuse(tokens)) : sayText('Fine.')(stream);
  };
}

describe('a conversation that is longer than the real window of its model', () => {
  for (const overflow of cases) {
    test(`goes on, and learns the limit once: ${overflow.name}`, async (t) => {
      const { server, ask } = await setUp(t, overflow.toldWindow);
      refuseLongPrompts(server, overflow);

      const results = [];
      for (let turn = 0; turn < 14; turn += 1) results.push(await ask(QUESTION));

      for (const { answer } of results) assert.match(answer, /^Fine\./);
      const costly = results.filter(({ requests }) => requests > 1);
      assert.ok(costly.length === 1, `${results.map(({ requests }) => requests)}`);
      assert.ok((costly[0]?.requests ?? 0) <= overflow.requestsToLearn);
      assert.equal(results.filter(({ answer }) => TRIM_NOTICE.test(answer)).length, 1);
    });
  }

  test('goes on without its history when it is refused in words that no rule knows', async (t) => {
    const { server, ask } = await setUp(t, 131_072);
    refuseLongPrompts(server, {
      realTokens: 4_000,
      refuse: () => [400, { error: { message: 'Zu viel des Guten.' } }],
    });
    const results = [];
    for (let turn = 0; turn < 6; turn += 1) results.push(await ask(QUESTION));

    for (const { answer } of results) assert.match(answer, /^Fine\./);
    assert.ok(results.every(({ requests }) => requests <= 2));
    assert.equal(results.filter(({ answer }) => TRIM_NOTICE.test(answer)).length, 1);
  });

  test('asks once when a refusal that no rule knows cannot be about the history', async (t) => {
    const { server, ask } = await setUp(t, 131_072);
    server.script = (stream) => stream.refuse(400, { error: { message: 'Nein.' } });
    assert.equal((await ask('Hello?')).requests, 1);
  });

  test('goes on after an answer that broke off where the window was full', async (t) => {
    // lmstudio-ai/lmstudio-bug-tracker #1024, #1251.
    const message =
      'Reached context length of 4096 tokens with model (arch: x) that does not currently support mid-generation context overflow.';
    const { server, ask } = await setUp(t, 131_072);
    server.script = (stream) => {
      const tokens = Math.ceil(JSON.stringify(stream.body.messages).length / BYTES_PER_TOKEN);
      if (tokens < 3_500) return sayText('Fine.')(stream);
      stream.delta('A part.');
      stream.chunk({ error: { message } });
      stream.end();
    };
    const answers: string[] = [];
    for (let turn = 0; turn < 6; turn += 1) answers.push((await ask(QUESTION)).answer);

    assert.equal(answers.filter((answer) => answer.startsWith('A part.')).length, 1, `${answers}`);
    assert.match(answers.at(-1) ?? '', /^Fine\./);
  });

  test('ends after one request when the instructions alone are too long, and says who can help', async (t) => {
    const { server, ask } = await setUp(t, 131_072, { SYSTEM_PROMPT: 'Be kind. '.repeat(400) });
    refuseLongPrompts(server, {
      realTokens: 1,
      refuse: () => [400, { error: { message: 'x', code: 'context_length_exceeded' } }],
    });
    const { answer, requests } = await ask('Hello?');
    assert.equal(requests, 1);
    assert.match(answer, /My instructions alone are too long for openai\/test-model.*who runs me/);
  });

  test('ends after one request when the question alone is too long, and says what helps', async (t) => {
    const { server, ask } = await setUp(t, 131_072);
    refuseLongPrompts(server, {
      realTokens: 1,
      refuse: () => [400, { error: { message: 'x', code: 'context_length_exceeded' } }],
    });
    const { answer, requests } = await ask('Hello?');
    assert.equal(requests, 1);
    assert.match(answer, /your question alone is too long for openai\/test-model.*\/model/);

    server.script = sayText('Fine.');
    assert.deepEqual(await ask('And now?'), { answer: 'Fine.', requests: 1 });
  });

  test('reads the beginning of a question that is longer than the window', async (t) => {
    const { server, ask } = await setUp(t, 131_072);
    refuseLongPrompts(server, {
      realTokens: 600,
      refuse: () => [400, { error: { message: 'x', code: 'context_length_exceeded' } }],
    });
    const { answer, requests } = await ask(QUESTION);
    assert.match(answer, /^Fine\.\n\n.*I read only its beginning/);
    assert.equal(requests, 2);
    assert.equal((await ask(QUESTION)).requests, 1);
  });
});
