import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { withoutDateLines } from './without-date-lines.ts';

/** The fields of a chat request that tests read. */
interface ChatBody {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

/** One chat request, with methods for every answer, well-formed or not. */
export interface ChatStream {
  /** 0 for the first request of the server. */
  readonly index: number;
  readonly body: ChatBody;
  readonly headers: IncomingMessage['headers'];
  /** The text of the last message. */
  readonly question: string;
  /** The pictures of all messages, as their addresses. */
  readonly pictures: readonly string[];
  /** The time (`performance.now()`) of each delta, and the number of characters so far. */
  readonly marks: readonly { readonly at: number; readonly characters: number }[];
  /** The time of the last delta. */
  readonly lastTokenAt: number;
  /** Aborts when the client closes the connection before the answer is complete. */
  readonly gone: AbortSignal;
  /** Resolves when the answer is complete, or the client is gone. */
  readonly closed: Promise<'complete' | 'gone'>;
  /** The time of the delta that completed this number of characters. */
  timeOf(characters: number): number | undefined;

  /**
   * Begins a `text/event-stream`, with the status 200 by
   * default. The other methods begin it if necessary.
   */
  open(status?: number): void;
  delta(text: string, field?: 'content' | 'reasoning_content' | 'reasoning'): void;
  /** Sends any JSON as one event. */
  chunk(json: unknown): void;
  bytes(raw: string | Uint8Array): void;
  /** Sends the `finish_reason`, the usage if requested, `[DONE]`, and the end of the body. */
  finish(reason?: string): void;
  /** Ends the body without terminal evidence. */
  end(): void;
  /** Breaks the connection. */
  reset(): void;
  /** Sends a whole answer that is not a stream. */
  refuse(status: number, body: unknown, headers?: Readonly<Record<string, string>>): void;
  /** Waits. Resolves early when the client is gone. */
  pause(ms: number): Promise<void>;
  /** Waits for the next `release()` of the server. */
  held(): Promise<void>;
}

/** Answers one chat request. */
export type Script = (stream: ChatStream) => void | Promise<void>;

/** A running server. */
export interface OpenAiServer {
  /** The value for OPENAI_BASE_URL. */
  readonly url: string;
  /** Answers all requests from now on. */
  script: Script;
  /** The answer to `GET /models` from now on: a body, or the status of a refusal. */
  models: unknown;
  readonly streams: readonly ChatStream[];
  readonly modelRequests: number;
  /** The number of open connections. */
  readonly connections: number;
  /** Waits for the request of this index. */
  stream(index: number): Promise<ChatStream>;
  /** Ends all waits in `held`. */
  release(): void;
  stop(): Promise<void>;
}

/** The first behaviour of a server. */
export interface OpenAiServerOptions {
  /** Default: answers `Hello!`. */
  readonly script?: Script;
  /** Default: one model, `test-model`. */
  readonly models?: unknown;
}

/** Creates a script that says `text`. Its deltas end anywhere, as tokens do. */
export function sayText(text: string, { charactersPerDelta = 4, pauseMs = 0 } = {}): Script {
  return async (stream) => {
    for (let start = 0; start < text.length && !stream.gone.aborted; start += charactersPerDelta) {
      stream.delta(text.slice(start, start + charactersPerDelta));
      if (pauseMs > 0) await stream.pause(pauseMs);
    }
    stream.finish();
  };
}

/**
 * Starts a stand-in for any OpenAI-compatible server, on a free port of the loopback interface. The
 * test decides what it says, and when.
 */
export async function startOpenAiServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const streams: ChatStream[] = [];
  const waiting = new Map<number, PromiseWithResolvers<ChatStream>>();
  let gate = Promise.withResolvers<void>();
  let connections = 0;
  let modelRequests = 0;

  const chat = async (request: IncomingMessage, response: ServerResponse) => {
    const body: ChatBody = JSON.parse(await readText(request));
    const stream = createChatStream(streams.length, body, request, response, () => gate.promise);
    streams.push(stream);
    waiting.get(stream.index)?.resolve(stream);
    await server.script(stream);
  };

  const http = createServer((request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (request.method === 'POST' && path === '/v1/chat/completions') {
      chat(request, response).catch((error) => response.destroy(error));
    } else if (request.method === 'GET' && path === '/v1/models') {
      modelRequests += 1;
      if (typeof server.models === 'number')
        respond(response, server.models, { error: { message: 'refused' } });
      else respond(response, 200, server.models);
    } else {
      respond(response, 404, { error: { message: `nothing at ${path}` } });
    }
  });
  http.on('connection', (socket) => {
    connections += 1;
    socket.setNoDelay(true);
    socket.once('close', () => {
      connections -= 1;
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');

  const server: OpenAiServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/v1`,
    script: options.script ?? sayText('Hello!'),
    models: options.models ?? {
      object: 'list',
      data: [{ id: 'test-model', object: 'model', context_length: 8_192 }],
    },
    streams,
    get modelRequests() {
      return modelRequests;
    },
    get connections() {
      return connections;
    },
    stream(index) {
      const stream = streams[index];
      if (stream) return Promise.resolve(stream);
      const arrival = waiting.get(index) ?? Promise.withResolvers<ChatStream>();
      waiting.set(index, arrival);
      return arrival.promise;
    },
    release() {
      gate.resolve();
      gate = Promise.withResolvers();
    },
    async stop() {
      server.release();
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
  return server;
}

function createChatStream(
  index: number,
  body: ChatBody,
  { headers }: IncomingMessage,
  response: ServerResponse,
  held: () => Promise<void>,
): ChatStream {
  const gone = new AbortController();
  const closed = Promise.withResolvers<'complete' | 'gone'>();
  const marks: { at: number; characters: number }[] = [];
  let characters = 0;
  response.once('close', () => {
    closed.resolve(response.writableFinished ? 'complete' : 'gone');
    if (!response.writableFinished) gone.abort();
  });
  const identity = {
    id: `chatcmpl-${index}`,
    object: 'chat.completion.chunk',
    created: 1_700_000_000,
    model: body.model,
  };

  const stream: ChatStream = {
    index,
    body,
    headers,
    question: withoutDateLines(textOf(body.messages.at(-1)?.content)),
    pictures: body.messages.flatMap(({ content }) => picturesOf(content)),
    marks,
    get lastTokenAt() {
      return marks.at(-1)?.at ?? Number.NaN;
    },
    gone: gone.signal,
    closed: closed.promise,
    timeOf: (count) => marks.find((mark) => mark.characters >= count)?.at,

    open(status = 200) {
      if (!response.headersSent)
        response.writeHead(status, { 'content-type': 'text/event-stream' });
      response.flushHeaders();
    },
    bytes(raw) {
      if (!response.headersSent) stream.open();
      if (!gone.signal.aborted) response.write(raw);
    },
    chunk: (json) => stream.bytes(`data: ${JSON.stringify(json)}\n\n`),
    delta(text, field = 'content') {
      stream.chunk({
        ...identity,
        choices: [{ index: 0, delta: { [field]: text }, finish_reason: null }],
      });
      characters += text.length;
      marks.push({ at: performance.now(), characters });
    },
    finish(reason = 'stop') {
      stream.chunk({ ...identity, choices: [{ index: 0, delta: {}, finish_reason: reason }] });
      if (body.stream_options?.include_usage) {
        const usage = {
          prompt_tokens: 7,
          completion_tokens: marks.length,
          total_tokens: 7 + marks.length,
        };
        stream.chunk({ ...identity, choices: [], usage });
      }
      stream.bytes('data: [DONE]\n\n');
      stream.end();
    },
    end: () => void response.end(),
    reset: () => void response.socket?.resetAndDestroy(),
    refuse: (status, refusal, more) => respond(response, status, refusal, more),
    async pause(ms) {
      await wait(ms, undefined, { signal: gone.signal }).catch(() => {});
    },
    held,
  };
  return stream;
}

interface ContentPart {
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

/** A message with pictures has a list of parts in place of its text. */
function partsOf(content: unknown): readonly ContentPart[] {
  return Array.isArray(content) ? content : [{ text: typeof content === 'string' ? content : '' }];
}

function textOf(content: unknown): string {
  return partsOf(content)
    .map(({ text = '' }) => text)
    .join('');
}

function picturesOf(content: unknown): readonly string[] {
  return partsOf(content).flatMap(({ image_url: image }) => image?.url ?? []);
}

function respond(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
