import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** One request, and the bytes that answer it, right or wrong. */
export interface Exchange {
  readonly method: string;
  /** Below the prefix of the server, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** The body as JSON; `undefined` when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it.
  readonly json: any;
  /** Aborts when the client goes away before the answer is complete. */
  readonly clientGone: AbortSignal;
  readonly closed: Promise<unknown>;
  /** Sends the headers; the others call it where it was not. */
  sendHeaders(status?: number, headers?: Readonly<Record<string, string>>): void;
  write(raw: string | Uint8Array): void;
  end(): void;
  /** Breaks the connection. */
  resetConnection(): void;
  /** Closes the connection, though more was promised. */
  closeEarly(): void;
  /** A whole answer at once. */
  respond(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): void;
  /** Returns early when the client goes away. */
  pause(ms: number): Promise<void>;
  /** Waits for the next `release()` of the server. */
  waitForRelease(): Promise<void>;
}

export type Handler = (exchange: Exchange) => void | Promise<void>;

export interface RawServer {
  /** With a path of its own, which clients must keep. */
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** Connections that are open now. */
  readonly openConnections: number;
  /** Lets everything that is `held` go on. */
  release(): void;
  /** Resolves when no request is being answered any more. */
  waitUntilIdle(): Promise<void>;
  stop(): Promise<void>;
}

const PREFIX = '/below/this';

/** An HTTP server on a free port of the loopback interface that does nothing by itself. */
export async function startRawServer(handle: Handler): Promise<RawServer> {
  const exchanges: Exchange[] = [];
  let gate = Promise.withResolvers<void>();
  let connections = 0;

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
    connections += 1;
    socket.setNoDelay(true);
    socket.once('close', () => {
      connections -= 1;
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
      return connections;
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
  held: () => Promise<void>,
): Promise<Exchange> {
  const gone = new AbortController();
  const closed = Promise.withResolvers<void>();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
    closed.resolve();
  });
  const url = new URL(request.url ?? '', 'http://host');
  const text = await readText(request);

  const exchange: Exchange = {
    method: request.method ?? '',
    path: url.pathname.startsWith(PREFIX)
      ? url.pathname.slice(PREFIX.length)
      : `outside of the prefix: ${url.pathname}`,
    query: url.searchParams,
    headers: request.headers,
    text,
    get json() {
      return text === '' ? undefined : JSON.parse(text);
    },
    clientGone: gone.signal,
    closed: closed.promise,
    sendHeaders(status = 200, headers = {}) {
      if (!response.headersSent) response.writeHead(status, { ...headers });
      response.flushHeaders();
    },
    write(raw) {
      exchange.sendHeaders();
      if (!gone.signal.aborted) response.write(raw);
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
      await wait(ms, undefined, { signal: gone.signal }).catch(() => {});
    },
    waitForRelease: held,
  };
  return exchange;
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
