import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ConfigError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { closeServer } from '../lib/web/close-server.ts';
import { explainListening } from '../lib/web/explain-listening.ts';
import { openServer } from '../lib/web/open-server.ts';
import { answerProbe, type ProbeAnswer, type ProbeSources } from './answer-probes.ts';

/** Where the server listens, and what it shows. */
export interface ProbeServerParts extends ProbeSources {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log: Log;
}

/** The running server of the probes. */
export interface ProbeServer {
  readonly port: number;
  /** Cuts all connections. */
  stop(): Promise<void>;
}

/** A monitor asks every few seconds over one or two connections. */
const MAX_CONNECTIONS = 50;
/** From the first byte of a request to the last one of its answer. */
const LONGEST_EXCHANGE_MS = 10_000;
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 5_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 8_192,
};
const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/**
 * Serves `/metrics`, `/live` and `/ready`, and nothing else. Reads no body of a request.
 *
 * @throws A `ConfigError` when it cannot listen there.
 */
export async function serveProbes(parts: ProbeServerParts): Promise<ProbeServer> {
  const { host, port, clock, log } = parts;
  const server = createServer(LIMITS, (request, response) => {
    const { socket } = request;
    const cancel = clock.after(LONGEST_EXCHANGE_MS, () => socket.destroy());
    response.once('close', cancel);
    answer(request, response).catch((error: unknown) => {
      log.error({ error }, 'metrics: a request got no answer');
      socket.destroy();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  const explain = (cause: NodeJS.ErrnoException) =>
    new ConfigError(explainListening(cause, { name: 'METRICS', host, port }), { cause });
  const boundPort = await openServer(server, { host, port, explain });
  // As when too many files are open for one more connection: without a listener, this would end the process.
  server.on('error', (error) => log.warn({ error }, 'metrics: a connection failed'));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '/', headers } = request;
    if (method !== 'GET' && method !== 'HEAD') {
      return respond(response, {
        ...said(405, 'GET or HEAD, please.'),
        closes: true,
        allows: 'GET, HEAD',
      });
    }
    const hasBody =
      headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
    const [path = '/'] = url.split('?', 1);
    const found = await answerProbe(parts, path, headers.accept);
    const given = found ?? said(404, 'There is /metrics, /live and /ready.');
    respond(response, { ...given, closes: hasBody });
  }

  return {
    port: boundPort,
    stop: () => closeServer(server),
  };
}

interface Response extends ProbeAnswer {
  /** The connection ends with this answer, so that the body of its request is never read. */
  readonly closes: boolean;
  readonly allows?: string;
}

/** Node itself leaves out the content of an answer to HEAD. */
function respond(
  response: ServerResponse,
  { status, contentType, text, closes, allows }: Response,
) {
  if (closes) response.setHeader('connection', 'close');
  if (allows) response.setHeader('allow', allows);
  const length = Buffer.byteLength(text);
  response.writeHead(status, { ...HEADERS, 'content-type': contentType, 'content-length': length });
  response.end(text);
}

function said(status: number, sentence: string): ProbeAnswer {
  return { status, contentType: 'text/plain; charset=utf-8', text: `${sentence}\n` };
}
