import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import { ConfigError } from '../../../src/errors.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import type { Env } from '../../../src/lib/env.ts';
import { vercel } from '../../../src/providers/vercel/vercel.ts';
import { createHttp } from '../../../src/providers/wire/exchange/http.ts';
import { connectionFaults } from '../../helpers/connection-faults.ts';
import type { Exchange, Handler } from '../../helpers/raw-server.ts';
import { readOutcome } from '../../helpers/read-outcome.ts';
import {
  encodeChallenge,
  sayAsLines,
  startVercelServer,
  type VercelServer,
} from '../../helpers/vercel-server.ts';
import { legacySuite } from '../legacy-suite.ts';

const never = new AbortController().signal;
const model = 'openai:gpt-3.5-turbo';
const hello = { model, messages: [{ role: 'user', text: 'Hello?' }] } as const;
const preamble =
  'This is a conversation between a human and a language model, respond to the last message accordingly, referring to the past history of messages if needed.';

/**
 * A clock that skips the pauses between attempts. Time limits are twenty times as long, since the
 * start of a thread takes long on a slow machine.
 */
const hastyClock = {
  ...systemClock,
  after: (ms: number, run: () => void) => systemClock.after(ms < 1_000 ? 0 : 20 * ms, run),
};

function create(env: Env) {
  const http = createHttp({ env });
  return {
    http,
    provider: vercel({ env: { VERCEL_RUN_CHALLENGE: 'yes', ...env }, clock: hastyClock, http }),
  };
}

const startDefault = legacySuite({
  name: 'vercel',
  model,
  create,
  startServer: startVercelServer,
  env: (url) => ({ VERCEL_BASE_URL: url }),
  answerQuestion: () => (exchange) => {
    if (!exchange.json.prompt.includes('fail')) return sayAsLines('word '.repeat(50), 1)(exchange);
    exchange.write('"Well"\n{"error":{"type":"server_error"}}\n');
    exchange.end();
  },
});

async function start(t: TestContext, env: Env = {}, overrides: Partial<VercelServer> = {}) {
  const { server, provider } = await startDefault(t, env);
  return { server: Object.assign(server, overrides), provider };
}

it('vercel runs no foreign code without consent', () => {
  for (const VERCEL_RUN_CHALLENGE of ['', 'no', '0']) {
    assert.throws(
      () => create({ VERCEL_BASE_URL: 'http://host', VERCEL_RUN_CHALLENGE }),
      (error) => error instanceof ConfigError && /Set VERCEL_RUN_CHALLENGE=yes/.test(error.message),
    );
  }
});

it('vercel names a malformed variable', () => {
  assert.throws(() => create({ VERCEL_BASE_URL: 'localhost' }), /VERCEL_BASE_URL/);
  for (const VERCEL_VARIANT of ['2025', 'constructor']) {
    assert.throws(
      () => create({ VERCEL_BASE_URL: 'http://host', VERCEL_VARIANT }),
      /VERCEL_VARIANT.*2023-05, .*2024/,
    );
  }
});

it('vercel lists the 22 models of the service with their ranges, and accepts the 21 short names too', async (t) => {
  const { server, provider } = await start(t);
  const listed = await provider.models(never);
  assert.equal(listed.length, 22);
  assert.deepEqual(
    listed.find(({ id }) => id === 'replicate:replicate/alpaca-7b'),
    {
      id: 'replicate:replicate/alpaca-7b',
      parameters: {
        temperature: { min: 0.01, max: 5, default: 0.75 },
        maxOutputTokens: { min: 50, max: 512, default: 200 },
        topP: { min: 0.01, max: 1, default: 0.95 },
        repetitionPenalty: { min: 0.01, max: 5, default: 1.1765 },
        presencePenalty: { min: 0, max: 1, default: 0 },
        frequencyPenalty: { min: 0, max: 1, default: 0 },
        stop: {},
      },
    },
  );
  const names = listed
    .map(({ id }) => id.split(/[:/]/).at(-1) ?? '')
    .filter((name) => name !== 'gpt-4');
  assert.equal(new Set(names).size, 21);
  for (const name of ['alpaca-7b', 'santacoder', 'claude-v1']) {
    await Array.fromAsync(provider.stream({ ...hello, model: name }, never));
    assert.match(server.questions.at(-1)?.json.model, new RegExp(`^.+[:/]${name}$`));
  }
  await assert.rejects(
    Array.fromAsync(provider.stream({ ...hello, model: 'gpt-5' }, never)),
    /only anthropic:claude/,
  );
  assert.equal(server.questions.length, 3);
});

it('vercel sends the conversation as one text, with the parameters of the model', async (t) => {
  const { server, provider } = await start(t);
  const messages = [
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'Hello' },
    { role: 'user', text: 'And I?' },
  ] as const;
  assert.equal(
    await readOutcome(provider.stream({ model, system: 'Be brief.', messages }, never)),
    'Hello! | other',
  );
  assert.equal(server.questions[0]?.path, '/api/generate');
  assert.deepEqual(server.questions[0]?.json, {
    temperature: 0.7,
    maximumLength: 200,
    topP: 1,
    topK: 1,
    presencePenalty: 1,
    frequencyPenalty: 1,
    stopSequences: [],
    prompt: `${preamble}\nsystem: Be brief.\nuser: Hi\nassistant: Hello\nuser: And I?\nassistant: `,
    model,
  });
});

it('vercel sends the parameters that the model has, within its ranges', async (t) => {
  const { server, provider } = await start(t);
  const ask = async (name: string) => {
    const parameters = {
      temperature: 9,
      maxOutputTokens: 1,
      topK: 7,
      typicalP: 0.5,
      stop: ['\n'],
      seed: 1,
    };
    await Array.fromAsync(provider.stream({ ...hello, model: name, parameters }, never));
    const { prompt: _prompt, ...sent } = server.questions.at(-1)?.json ?? {};
    return sent;
  };
  assert.deepEqual(await ask('bloom'), {
    temperature: 1,
    maximumLength: 50,
    topP: 0.95,
    topK: 7,
    repetitionPenalty: 1.03,
    model: 'huggingface:bigscience/bloom',
  });
  assert.deepEqual(await ask('oasst-sft-4-pythia-12b-epoch-3.5'), {
    maximumLength: 50,
    typicalP: 0.5,
    repetitionPenalty: 1,
    model: 'huggingface:OpenAssistant/oasst-sft-4-pythia-12b-epoch-3.5',
  });
  assert.deepEqual(await ask('mistral:new'), {
    temperature: 9,
    maximumLength: 1,
    topK: 7,
    typicalP: 0.5,
    stopSequences: ['\n'],
    model: 'mistral:new',
  });
});

const text: Handler = (exchange) => exchange.respond(200, 'Hello!');

const variants: readonly [
  name: string,
  path: string,
  server: Partial<VercelServer>,
  keys: readonly string[],
][] = [
  ['2023-05', '/api/generate', {}, ['prompt', 'model']],
  ['2023-06', '/api/prompt', {}, ['prompt', 'model']],
  ['2023-08', '/api/prompt', { sentinelAnswer: 'mark', encoding: 'utf16le' }, ['prompt', 'model']],
  [
    '2023-09',
    '/api/generate',
    { sentinelAnswer: 'mark', encoding: 'utf16le', answerQuestion: text },
    ['chatIndex', 'messages', 'model', 'playgroundId'],
  ],
  [
    '2024-03',
    '/api/chat',
    { sentinelAnswer: 'sentinel', answerQuestion: text },
    ['messages', 'id'],
  ],
];

it('vercel speaks every variant with its own token, path and body', async (t) => {
  for (const [name, path, overrides, keys] of variants) {
    const { server, provider } = await start(t, { VERCEL_VARIANT: name }, overrides);
    assert.equal(
      await readOutcome(provider.stream({ ...hello, system: 'Be brief.' }, never)),
      'Hello! | other',
      name,
    );
    const [question] = server.questions;
    assert.equal(question?.path, path, name);
    const sent = Object.keys(question?.json ?? {});
    assert.deepEqual(name === '2024-03' ? sent : sent.slice(7), keys, name);
    if (question?.json.messages) {
      assert.deepEqual(question.json.messages, [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello?' },
      ]);
    }
  }
});

it('vercel offers only one model in a variant whose requests do not name the model', async (t) => {
  const { provider } = await start(t, { VERCEL_VARIANT: '2024-03' });
  assert.deepEqual(
    (await provider.models(never)).map(({ id }) => id),
    [model],
  );
  const stream = provider.stream({ ...hello, model: 'openai:gpt-4' }, never);
  await assert.rejects(Array.fromAsync(stream), /only openai:gpt-3\.5-turbo\./);
});

it('vercel sends the solution and the ticket as a token in base64, without spaces', async (t) => {
  const { server, provider } = await start(t);
  server.giveChallenge = (exchange) =>
    exchange.respond(
      200,
      encodeChallenge({ t: 'a.b.c', c: 'function(a){return [a*2,[],globalThis.data]}', a: 0.25 }),
    );
  await assert.rejects(Array.fromAsync(provider.stream(hello, never)), { kind: 'auth' });
  const token = String(server.questions[0]?.headers['custom-encoding']);
  assert.equal(Buffer.from(token, 'base64').toString(), '{"r":[0.5,[],"sentinel"],"t":"a.b.c"}');
});

/** Fails a number of times, and then answers. */
function failFirst(times: number, fault: Handler): Handler {
  let count = 0;
  return (exchange) => {
    count += 1;
    return count <= times ? fault(exchange) : sayAsLines('Hello!')(exchange);
  };
}

it('vercel makes three attempts, each with a new token, as long as no text was sent', async (t) => {
  const { server, provider } = await start(t);
  const tokens = () =>
    new Set(server.questions.map(({ headers }) => headers['custom-encoding'])).size;
  server.answerQuestion = failFirst(2, (exchange) => exchange.respond(500));
  assert.equal(await readOutcome(provider.stream(hello, never)), 'Hello! | other');
  assert.deepEqual([server.questions.length, tokens()], [3, 3]);

  server.answerQuestion = failFirst(3, (exchange) => exchange.respond(500));
  assert.equal(await readOutcome(provider.stream(hello, never)), ' | server');
  assert.deepEqual([server.questions.length, tokens()], [6, 6]);

  server.answerQuestion = failFirst(1, (exchange) => {
    exchange.write('"Hel"\n"l');
    exchange.end();
  });
  assert.equal(await readOutcome(provider.stream(hello, never)), 'Hel | truncated');
  assert.equal(server.questions.length, 7);
});

it('vercel makes one request for an answer that succeeds', async (t) => {
  const { server, provider } = await start(t);
  await Array.fromAsync(provider.stream(hello, never));
  assert.equal(server.questions.length, 1);
});

it('vercel replaces a token that expired before it arrived', async (t) => {
  const { server, provider } = await start(t);
  const usualChallenge = server.giveChallenge;
  let count = 0;
  server.giveChallenge = (exchange) => {
    usualChallenge(exchange);
    count += 1;
    if (count === 1) server.expireTickets();
  };
  assert.equal(await readOutcome(provider.stream(hello, never)), 'Hello! | other');
  assert.equal(server.questions.length, 2);
});

it('an abort between two attempts ends quietly', async (t) => {
  const controller = new AbortController();
  const { server, provider } = await start(t);
  server.answerQuestion = (exchange) => {
    exchange.respond(500);
    controller.abort();
  };
  assert.equal(await readOutcome(provider.stream(hello, controller.signal)), ' | nothing');
  assert.equal(server.questions.length, 1);
});

const lines: readonly [name: string, body: string, outcome: string][] = [
  ['strings', '"Hel"\n"lo"\n', 'Hello | other'],
  [
    'many bytes, escapes, CRLF and empty lines',
    '"👩‍👧 \\u4f60"\r\n\n"好"\n""\n',
    '👩‍👧 你好 | other',
  ],
  ['a last line without its end', '"Hel"\n"lo"', 'Hello | other'],
  ['a last line that was cut off', '"Hel"\n"l', 'Hel | truncated'],
  ['nothing', '', ' | empty'],
  ['an object', '"Hel"\n{"message":"secret"}\n', 'Hel | server'],
  ['an error', '{"error":{"message":"secret","code":"rate_limit_exceeded"}}\n', ' | rate_limit'],
  ['a line that is not JSON', '"Hel"\noops\n"lo"\n', 'Hello | other'],
  ['a number', '1\n', ' | protocol'],
  ['its own failure as plain text', 'Internal Server Error', ' | server'],
  ['its own failure as a JSON string', '"Internal Server Error"\n', ' | server'],
];

const plain: readonly [name: string, body: string, outcome: string][] = [
  ['text', '"Hel"\n👩‍👧 lo', '"Hel"\n👩‍👧 lo | other'],
  [
    'text that begins like its own failure',
    'Internal Server Errors are',
    'Internal Server Errors are | other',
  ],
  ['its own failure', 'Internal Server Error', ' | server'],
  ['nothing', '', ' | empty'],
  ['a web page', '<!doctype html>', ' | protocol'],
];

it('vercel ends every body of a 200 in its text or its kind of failure', async (t) => {
  const byLine = await start(t);
  const asText = await start(t, { VERCEL_VARIANT: '2024-03' });
  for (const [{ server, provider }, bodies] of [
    [byLine, lines],
    [asText, plain],
  ] as const) {
    for (const [name, body, expected] of bodies) {
      server.answerQuestion = (exchange) => exchange.respond(200, body);
      assert.equal(await readOutcome(provider.stream(hello, never)), expected, name);
    }
  }
});

it('vercel ends every fault of the connection in its kind of failure', async (t) => {
  const { server, provider } = await start(t);
  const usualChallenge = server.giveChallenge;
  for (const [name, handler, expected] of connectionFaults) {
    server.answerQuestion = handler;
    assert.equal(await readOutcome(provider.stream(hello, never)), expected, name);
    server.giveChallenge = handler;
    assert.equal(
      await readOutcome(provider.stream(hello, never)),
      expected,
      `the challenge: ${name}`,
    );
    server.giveChallenge = usualChallenge;
  }
});

const validChallenge = { t: 'a.b.c', c: 'function(a){return [a,[],null]}', a: 0.5 };
const challenges: readonly [name: string, body: string, problem: RegExp][] = [
  ['an empty body', '', /no challenge that can be read/],
  ['a picture', 'ÿØÿà', /no challenge that can be read/],
  ['a text that is too long', 'A'.repeat(70_000), /no challenge that can be read/],
  [
    'base64 that is not JSON',
    Buffer.from('oops').toString('base64'),
    /no challenge that can be read/,
  ],
  [
    'no ticket',
    encodeChallenge({ ...validChallenge, t: undefined }),
    /no challenge that can be read/,
  ],
  ['no number', encodeChallenge({ ...validChallenge, a: '0.5' }), /no challenge that can be read/],
  [
    'no function',
    encodeChallenge({ ...validChallenge, c: 'secret()' }),
    /no challenge that can be read/,
  ],
  [
    'code that breaks',
    encodeChallenge({ ...validChallenge, c: 'function(a){throw new Error("secret")}' }),
    /whose code failed/,
  ],
  [
    'endless code',
    encodeChallenge({ ...validChallenge, c: 'function(a){for(;;);}' }),
    /whose code took too long/,
  ],
  [
    'code that takes too much memory',
    encodeChallenge({
      ...validChallenge,
      c: 'function(a){var b=[];for(;;)b.push(new Uint8Array(4e6))}',
    }),
    /whose code took too much memory/,
  ],
  [
    'an answer of another shape',
    encodeChallenge({ ...validChallenge, c: 'function(a){return a}' }),
    /whose code gave no answer/,
  ],
  [
    'no answer',
    encodeChallenge({ ...validChallenge, c: 'function(a){}' }),
    /whose code gave no answer/,
  ],
];

it('vercel reports a malformed challenge as a failure, and does not retry', async (t) => {
  const { server, provider } = await start(t);
  for (const [name, body, problem] of challenges) {
    let requestCount = 0;
    server.giveChallenge = (exchange: Exchange) => {
      requestCount += 1;
      exchange.respond(200, body);
    };
    await assert.rejects(
      Array.fromAsync(provider.stream(hello, never)),
      (error: Error & { kind?: string }) =>
        error.kind === 'protocol' && problem.test(error.message) && !/secret/.test(error.message),
      name,
    );
    assert.equal(requestCount, 1, name);
  }
  assert.equal(server.questions.length, 0);
});

it('vercel says what to check when the server refuses its token', async (t) => {
  const { provider } = await start(t, { VERCEL_VARIANT: '2023-09' });
  await assert.rejects(
    Array.fromAsync(provider.stream(hello, never)),
    /vercel answered 401; the request was POST .*\/api\/generate\. It does not accept the token: check VERCEL_VARIANT\./,
  );
});
