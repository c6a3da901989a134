import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { BotError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { closeServer } from '../lib/web/close-server.ts';
import { explainListening } from '../lib/web/explain-listening.ts';
import { openServer } from '../lib/web/open-server.ts';

/** A server that listens, or tries to. */
export interface ConsoleServer {
  stop(): Promise<void>;
}

interface ServerParts {
  readonly host: string;
  readonly port: number;
  /** Default: those of `LIMITS`. */
  readonly limits?: Partial<typeof LIMITS>;
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** Called once, when it listens. */
  onListening(): void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A client that sends slowly, or nothing, is cut off soon: it takes the place of others. The limits of
 * size bound the memory that strangers can take.
 */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};
/** More are closed at once. */
const MAX_CONNECTIONS = 256;
/** A stream sends a sign of life more often than this. */
const SILENCE_MS = 60_000;
const RETRY_MS = 30_000;

/** Opens the server. Where the port is taken, tries again in the background. Never rejects. */
export async function openConsoleServer(parts: ServerParts): Promise<ConsoleServer> {
  const { host, port, handle, clock, log } = parts;
  const limits = { ...LIMITS, ...parts.limits };
  const server = createServer(limits, (request, response) => void handle(request, response));
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(SILENCE_MS);
  // Node would end the process.
  server.on('error', (error) => log.debug({ error: error.message }, 'console: server'));
  let isStopped = false;
  let cancel = () => {};

  async function tryToListen(isFirst: boolean): Promise<void> {
    try {
      await openServer(server, { host, port, explain: (error) => explain(error, parts) });
      if (isStopped) server.close();
      else parts.onListening();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (isFirst) log.error({ error: reason }, 'console: not open, trying again');
      if (!isStopped) cancel = clock.after(RETRY_MS, () => void tryToListen(false));
    }
  }

  await tryToListen(true);
  return {
    stop() {
      isStopped = true;
      cancel();
      return closeServer(server);
    },
  };
}

function explain(cause: NodeJS.ErrnoException, { host, port }: ServerParts): Error {
  return new BotError(explainListening(cause, { name: 'CONSOLE', host, port }), { cause });
}
