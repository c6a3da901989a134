import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import fc from 'fast-check';
import type { ProviderErrorKind, ProviderEvent } from '../../../../src/contracts/provider.ts';
import { ProviderError } from '../../../../src/errors.ts';
import type { Clock } from '../../../../src/lib/clock.ts';
import { createChunkDecoder } from '../../../../src/providers/wire/chat-completions/chunk-decoder.ts';
import { createHttp, type HttpRequest } from '../../../../src/providers/wire/exchange/http.ts';
import { streamEvents } from '../../../../src/providers/wire/exchange/stream-events.ts';
import { eventually } from '../../../helpers/eventually.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { type Script, startOpenAiServer } from '../../../helpers/openai-server.ts';

const never = new AbortController().signal;
const limits = { headersMs: 30_000, firstContentMs: 60_000, idleMs: 60_000, totalMs: 180_000 };

async function start(t: TestContext, script: Script, clock: Clock = createFakeClock()) {
  const server = await startOpenAiServer({ script });
  const http = createHttp({ env: {} });
  t.after(async () => {
    await http.close();
    await server.stop();
  });
  let responses = 0;
  const counting = async (request: HttpRequest) => {
    const response = await http(request);
    responses += 1;
    return response;
  };
  const parts = { http: Object.assign(counting, { close: http.close }), clock };
  return {
    server,
    stream: (signal = never) => streamEvents(parts, callTo(server.url), signal),
    answered: (count: number) => eventually(`${count} responses`, () => responses >= count),
  };
}

function callTo(url: string) {
  const body = JSON.stringify({
    model: 'test-model',
    messages: [{ role: 'user', content: 'Hello?' }],
  });
  const request = {
    method: 'POST',
    url: `${url}/chat/completions?secret=1`,
    headers: {},
    body,
  } as const;
  return { provider: 'openai', request, limits, decode: createChunkDecoder() };
}

/** Reads an answer to its end. Gives `text,text | reason` or `text,text | kind of failure`. */
async function readOutcome(events: AsyncIterable<ProviderEvent>): Promise<string> {
  const deltas: string[] = [];
  let ending = 'nothing';
  try {
    for await (const event of events) {
      if ('text' in event) deltas.push(event.text);
      if (event.type === 'end') ending = event.reason;
      if (event.type === 'usage') ending += ` ${event.inputTokens}+${event.outputTokens}`;
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    assert.ok(!error.message.includes('secret'));
    ending = error.kind;
  }
  return `${deltas.join(',')} | ${ending}`;
}

const content = (text: string) =>
  `data: {"choices":[{"index":0,"delta":{"content":${JSON.stringify(text)}},"finish_reason":null}]}\n\n`;
const finish = (reason: string) =>
  `data: {"choices":[{"index":0,"delta":{},"finish_reason":"${reason}"}]}\n\n`;
const usage = (input: number, output: number) =>
  `data: {"choices":[],"usage":{"prompt_tokens":${input},"completion_tokens":${output}}}\n\n`;
const done = 'data: [DONE]\n\n';

const bodies: readonly [name: string, body: string, outcome: string][] = [
  [
    'a good answer',
    content('a') + content('b') + finish('stop') + usage(1, 2) + done,
    'a,b | stop 1+2',
  ],
  [
    'comments in between',
    `: PROCESSING\n\n${content('a')}: keep-alive\n\n${finish('stop')}${done}`,
    'a | stop',
  ],
  ['no [DONE]', content('a') + finish('stop'), 'a | stop'],
  ['[DONE] without a finish_reason', content('a') + done, 'a | other'],
  ['content after [DONE]', content('a') + finish('stop') + done + content('b'), 'a | stop'],
  [
    'an error after the end',
    `${content('a') + finish('stop')}data: {"error":{"message":"x"}}\n\n`,
    'a | stop',
  ],
  // Gateways put a reason on each chunk, so only the last one tells how the answer ended.
  ['several ends', content('a') + finish('stop') + finish('length') + done, 'a | length'],
  [
    'usage before the end',
    usage(1, 1) + content('a') + usage(1, 2) + finish('length'),
    'a | length 1+2',
  ],
  ['a last event without its empty line', content('a') + finish('stop').trimEnd(), 'a | stop'],
  [
    'a whole completion',
    '{"choices":[{"message":{"content":"All."},"finish_reason":"stop"}]}',
    'All. | stop',
  ],
  ['no evidence of an end', content('a') + content('b'), 'a,b | truncated'],
  [
    "Ollama's lost error: an empty chunk",
    `data: {"choices":[{"index":0,"delta":{},"finish_reason":null}]}\n\n`,
    ' | truncated',
  ],
  ['half an event', `${content('a')}data: {"choices":[{"del`, 'a | truncated'],
  ['nothing', '', ' | truncated'],
  ['an end without content', finish('stop') + done, ' | empty'],
  ['only [DONE]', done, ' | empty'],
  ['an end by filter without content', finish('content_filter') + done, ' | content_filter'],
  ['an error instead', 'data: {"error":{"message":"x","type":"server_error"}}\n\n', ' | server'],
  [
    'an error in the middle',
    `${content('a')}data: {"error":{"code":429,"message":"x"}}\n\n`,
    'a | rate_limit',
  ],
  [
    'a flat error',
    `${content('a')}data: {"object":"error","message":"x","code":503}\n\n`,
    'a | overloaded',
  ],
  [
    'an error event',
    'event: error\ndata: {"error":{"message":"x","code":"context_length_exceeded"}}\n\n',
    ' | context_length',
  ],
  [
    'an error beside choices',
    'data: {"error":{"code":502,"message":"x"},"choices":[{"delta":{"content":""},"finish_reason":"error"}]}\n\n',
    ' | server',
  ],
  ['an error as bare JSON', '{"error":{"message":"x","code":"invalid_api_key"}}', ' | auth'],
  ['a list of one error', '[{"error":{"message":"x","code":400}}]', ' | bad_request'],
  ['a web page', '<!DOCTYPE html><html>Just a moment...</html>', ' | protocol'],
  ['an event that is not JSON', `${content('a')}data: oops\n\n`, 'a | truncated'],
  [
    'an event that is not JSON, in the middle',
    `${content('a')}data: oops\n\n${content('b')}${finish('stop')}`,
    'a,b | stop',
  ],
  ['only events that are not JSON', 'data: oops\n\n', ' | protocol'],
];

it('streamEvents ends every body of a 200 in its text or its kind of failure', async (t) => {
  let body = '';
  const { stream } = await start(t, (answer) => {
    answer.bytes(body);
    answer.end();
  });
  for (const [name, bytes, expected] of bodies) {
    body = bytes;
    assert.equal(await readOutcome(stream()), expected, name);
  }
});

it('streamEvents gives the same events for the same bytes in other chunks', async () => {
  const samples = [
    ...bodies.map(([, body]) => body),
    content('👩‍👩‍👧‍👦 你好') + finish('stop').replaceAll('\n', '\r\n'),
  ];
  const split = (bytes: Buffer, positions: readonly number[]) => {
    const edges = [
      0,
      ...positions.map((position) => position % (bytes.length + 1)).sort((a, b) => a - b),
      bytes.length,
    ];
    return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
  };
  const ask = (chunks: readonly Uint8Array[]) => {
    const respond = async () => ({ status: 200, headers: {}, body: ReadableStream.from(chunks) });
    const http = Object.assign(respond, { close: async () => {} });
    return readOutcome(
      streamEvents({ http, clock: createFakeClock() }, callTo('http://host'), never),
    );
  };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...samples),
      fc.array(fc.nat(), { maxLength: 40 }),
      async (sample, positions) => {
        const bytes = Buffer.from(sample);
        assert.equal(await ask(split(bytes, positions)), await ask([bytes]));
      },
    ),
  );
});

const faults: readonly [name: string, script: Script, outcome: string][] = [
  ['a refusal', (answer) => answer.refuse(429, { error: { message: 'x' } }), ' | rate_limit'],
  ['a very long refusal', (answer) => answer.refuse(500, 'x'.repeat(1_000_000)), ' | server'],
  [
    'a page of a proxy',
    (answer) => answer.refuse(502, '<html></html>', { 'content-type': 'text/html' }),
    ' | server',
  ],
  [
    'a redirect',
    (answer) => answer.refuse(302, '', { location: 'http://127.0.0.1:1/' }),
    ' | protocol',
  ],
  [
    'a compressed answer',
    (answer) => answer.refuse(200, 'x', { 'content-encoding': 'zstd' }),
    ' | protocol',
  ],
  [
    'no content-type',
    (answer) => answer.refuse(200, content('a') + finish('stop'), { 'content-type': '' }),
    'a | stop',
  ],
  ['a connection that breaks immediately', (answer) => answer.reset(), ' | connect'],
  [
    'a connection that breaks in the middle',
    async (answer) => {
      answer.delta('a');
      await answer.held();
      answer.reset();
    },
    'a | truncated',
  ],
];

it('streamEvents ends every fault of the connection in its kind of failure', async (t) => {
  for (const [name, script, expected] of faults) {
    const { server, stream } = await start(t, script);
    const events = stream();
    if (!name.includes('middle')) assert.equal(await readOutcome(events), expected, name);
    else {
      assert.deepEqual((await events.next()).value, { type: 'accepted' });
      const first = await events.next();
      server.release();
      assert.equal(
        `${first.value && 'text' in first.value ? first.value.text : ''}${await readOutcome(events)}`,
        expected,
        name,
      );
    }
  }
});

it('streamEvents reports a failed connection when no server listens', async () => {
  const http = createHttp({ env: {} });
  const stream = streamEvents(
    { http, clock: createFakeClock() },
    callTo('http://127.0.0.1:1/v1'),
    never,
  );
  assert.equal(await readOutcome(stream), ' | connect');
  await http.close();
});

/** Reads in the background. `seen` waits for a number of events, without `accepted`. */
function readInBackground(events: AsyncIterable<ProviderEvent>) {
  let count = 0;
  async function* counted() {
    for await (const event of events) {
      if (event.type !== 'accepted') count += 1;
      yield event;
    }
  }
  const result = readOutcome(counted());
  return {
    result,
    seen: (events: number) => eventually(`${events} events`, () => count >= events),
  };
}

const silences: readonly [
  name: string,
  script: Script,
  events: number,
  waitMs: number,
  kind: ProviderErrorKind,
][] = [
  ['no headers', (answer) => answer.held(), 0, 30_000, 'timeout_first'],
  ['headers, then silence', (answer) => answer.open(), 0, 60_000, 'timeout_first'],
  ['content, then silence', (answer) => answer.delta('a'), 1, 60_000, 'timeout_idle'],
  ['a refusal that never ends', (answer) => answer.open(500), 0, 5_000, 'server'],
];

it('streamEvents ends a silence at its time limit, and not before', async (t) => {
  for (const [name, script, events, waitMs, kind] of silences) {
    const clock = createFakeClock();
    const { server, stream, answered } = await start(t, script, clock);
    const { result, seen } = readInBackground(stream());
    await server.stream(0);
    if (name !== 'no headers') await answered(1);
    await seen(events);
    await clock.advance(waitMs - 1);
    assert.equal(await Promise.race([result, 'still waiting']), 'still waiting', name);
    await clock.advance(1);
    assert.equal((await result).split(' | ')[1], kind, name);
    assert.equal(clock.pending, 0);
  }
});

it('comments do not restart the idle limit', async (t) => {
  const clock = createFakeClock();
  const { server, stream } = await start(t, (answer) => answer.delta('a'), clock);
  const { result, seen } = readInBackground(stream());
  await seen(1);
  for (let count = 0; count < 59; count++) {
    server.streams[0]?.bytes(': ping\n\n');
    await clock.advance(1_000);
  }
  await clock.advance(1_000);
  assert.equal(await result, 'a | timeout_idle');
  assert.equal(await server.streams[0]?.closed, 'gone');
});

it('content restarts the idle limit, but not the total limit', async (t) => {
  const clock = createFakeClock();
  const { server, stream } = await start(t, (answer) => answer.delta('a'), clock);
  const { result, seen } = readInBackground(stream());
  for (let count = 1; count <= 4; count++) {
    await seen(count);
    await clock.advance(45_000);
    if (count < 4) server.streams[0]?.delta('a');
  }
  assert.equal(await result, 'a,a,a,a | timeout_total');
});

it('an abort at any moment closes the connection and leaves no timer', async (t) => {
  const clock = createFakeClock();
  const { server, stream } = await start(
    t,
    async (answer) => {
      if (answer.index === 0) await answer.held();
      answer.open();
      if (answer.index === 1) await answer.held();
      answer.delta('a');
    },
    clock,
  );
  for (let index = 0; index < 3; index++) {
    const controller = new AbortController();
    const { result, seen } = readInBackground(stream(controller.signal));
    await server.stream(index);
    if (index === 2) await seen(1);
    controller.abort();
    assert.equal((await result).split(' | ')[1], 'nothing');
    assert.equal(await server.streams[index]?.closed, 'gone');
    assert.equal(clock.pending, 0);
  }
  await eventually('all connections are closed', () => server.connections === 0);
});
