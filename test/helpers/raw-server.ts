import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** One request, and the means to answer it, rightly or wrongly. */
export interface Exchange {
  readonly method: string;
  /** The path below the prefix of the server, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** The body of the request. */
  readonly text: string;
  /** The body as JSON, or `undefined` without a body. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  readonly json: any;
  /** Aborts when the client leaves before the answer is complete. */
  readonly clientGone: AbortSignal;
  /** Resolves when the response is over. */
  readonly closed: Promise<unknown>;
  /** Sends the headers. `write` does so too when they are not sent yet. */
  sendHeaders(status?: number, headers?: Readonly<Record<string, string>>): void;
  /** Sends a piece of the body. */
  write(raw: string | Uint8Array): void;
  /** Ends the body. */
  end(): void;
  /** Breaks the connection. */
  resetConnection(): void;
  /** Closes the connection before the body is complete. */
  closeEarly(): void;
  /** Sends a whole response. */
  respond(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): void;
  /** Waits, but no longer than the client does. */
  pause(ms: number): Promise<void>;
  /** Waits for the next `release()` of the server. */
  waitForRelease(): Promise<void>;
}

/** Answers one request. */
export type Handler = (exchange: Exchange) => void | Promise<void>;

/** An HTTP server that does only what its handler does. */
export interface RawServer {
  /** Has a path of its own, which clients must keep. */
  readonly url: string;
  /** All requests so far. */
  readonly exchanges: readonly Exchange[];
  /** The number of connections that are open. */
  readonly openConnections: number;
  /** Ends the wait of every exchange in `waitForRelease`. */
  release(): void;
  /** Resolves when every response is over. */
  waitUntilIdle(): Promise<void>;
  stop(): Promise<void>;
}

const PREFIX = '/below/this';

/** Starts a server on a free port of the loopback interface. */
export async function startRawServer(handle: Handler): Promise<RawServer> {
  const exchanges: Exchange[] = [];
  let gate = Promise.withResolvers<void>();
  let openConnections = 0;

  const http = createServer(async (request, response) => {
    try {
      const exchange = await createExchange(request, response, () => gate.promise);
      exchanges.push(exchange);
      await handle(exchange);
    } catch (error) {
      response.destroy(error instanceof Error ? error : undefined);
    }
  });

  http.on('connection', (socket) => {
    openConnections += 1;
    socket.setNoDelay(true);
    socket.once('close', () => {
      openConnections -= 1;
    });
  });

  http.listen(0, '127.0.0.1');
  await once(http, 'listening');

  const release = () => {
    gate.resolve();
    gate = Promise.withResolvers();
  };

  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}${PREFIX}`,
    exchanges,
    get openConnections() {
      return openConnections;
    },
    release,
    async waitUntilIdle() {
      await Promise.all(exchanges.map(({ closed }) => closed));
    },
    async stop() {
      release();
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
}

async function createExchange(
  request: IncomingMessage,
  response: ServerResponse,
  waitForRelease: () => Promise<void>,
): Promise<Exchange> {
  const clientGone = new AbortController();
  const closed = Promise.withResolvers<void>();
  response.once('close', () => {
    if (!response.writableFinished) clientGone.abort();
    closed.resolve();
  });

  const url = new URL(request.url ?? '', 'http://host');
  const text = await readText(request);
  const path = url.pathname.startsWith(PREFIX)
    ? url.pathname.slice(PREFIX.length)
    : `outside of the prefix: ${url.pathname}`;

  const exchange: Exchange = {
    method: request.method ?? '',
    path,
    query: url.searchParams,
    headers: request.headers,
    text,
    get json() {
      return text === '' ? undefined : JSON.parse(text);
    },
    clientGone: clientGone.signal,
    closed: closed.promise,
    sendHeaders(status = 200, headers = {}) {
      if (!response.headersSent) response.writeHead(status, { ...headers });
      response.flushHeaders();
    },
    write(raw) {
      exchange.sendHeaders();
      if (!clientGone.signal.aborted) response.write(raw);
    },
    end: () => void response.end(),
    resetConnection: () => void response.socket?.resetAndDestroy(),
    closeEarly: () => void response.socket?.end(),
    respond(status, body = '', headers = {}) {
      const isText = typeof body === 'string';
      response.writeHead(status, {
        'content-type': isText ? 'text/plain' : 'application/json',
        ...headers,
      });
      response.end(isText ? body : JSON.stringify(body));
    },
    async pause(ms) {
      await wait(ms, undefined, { signal: clientGone.signal }).catch(() => {});
    },
    waitForRelease,
  };
  return exchange;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
