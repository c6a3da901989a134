import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { endsWithin } from '../ends-within.ts';
import { closeServer } from './close-server.ts';
import { openServer } from './open-server.ts';

/** Answers a request. Rejects where the connection is to be cut. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A path on a server that listens at this place. */
export interface ServedPath {
  readonly host: string;
  readonly port: number;
  /** `/telegram/1/ab`. A query behind it does not matter. */
  readonly path: string;
  readonly handle: RequestHandler;
  /** Gives the error that explains why the server cannot listen. */
  readonly explain: (error: NodeJS.ErrnoException) => Error;
}

/** Web servers that several parts of the process share: a port listens once, and each part has a path of its own. */
export interface SharedServers {
  /**
   * Serves a path. Resolves when it listens, with the function that ends that: it waits some seconds for the requests
   * that are under way. The last path closes its server.
   *
   * @throws The error that `explain` gives.
   */
  serve(path: ServedPath): Promise<() => Promise<void>>;
}

/**
 * A client that sends slowly, or nothing, is cut off soon: it takes the place of others. The limits of
 * size bound the memory that strangers can take.
 */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1_000,
};
/**
 * Longer than proxies keep their connections by default (nginx 60 s, Caddy 2 min): a server that closes first loses a
 * request now and then.
 */
const KEEP_ALIVE_MS = 150_000;
/** More are closed at once. */
const MAX_CONNECTIONS = 512;
/** A process has about 10 s to stop. */
const LAST_REQUESTS_MS = 3_000;

interface OpenServer {
  readonly server: Server;
  readonly paths: Map<string, RequestHandler>;
  readonly underWay: Set<Promise<void>>;
  readonly listening: Promise<unknown>;
}

/** Creates the servers of a process. None is open yet. `limits` are those that differ from `LIMITS`. */
export function createSharedServers(
  clock: Clock,
  limits: Partial<typeof LIMITS> = {},
): SharedServers {
  const servers = new Map<string, OpenServer>();

  function openAt(key: string, { host, port, explain }: ServedPath): OpenServer {
    const paths = new Map<string, RequestHandler>();
    const underWay = new Set<Promise<void>>();
    const options = { ...LIMITS, keepAliveTimeout: KEEP_ALIVE_MS, ...limits };
    const server = createServer(options, (request, response) => {
      const handling = answer(paths, request, response).catch(() => response.destroy());
      const done = handling.then(() => void underWay.delete(done));
      underWay.add(done);
    });
    server.maxConnections = MAX_CONNECTIONS;
    // Node would end the process.
    server.on('error', () => {});
    const listening = openServer(server, { host, port, explain });
    const open = { server, paths, underWay, listening };
    servers.set(key, open);
    return open;
  }

  async function close(key: string, { server, underWay }: OpenServer): Promise<void> {
    servers.delete(key);
    server.close();
    server.closeIdleConnections();
    await endsWithin(clock, LAST_REQUESTS_MS, Promise.all(underWay));
    await closeServer(server);
  }

  return {
    async serve(served) {
      const key = `${served.host}:${served.port}`;
      const open = servers.get(key) ?? openAt(key, served);
      open.paths.set(served.path, served.handle);

      async function end(): Promise<void> {
        if (open.paths.get(served.path) !== served.handle) return;
        open.paths.delete(served.path);
        if (open.paths.size === 0) await close(key, open);
      }

      try {
        await open.listening;
      } catch (error) {
        open.paths.delete(served.path);
        if (servers.get(key) === open) servers.delete(key);
        throw error;
      }
      return end;
    },
  };
}

/** Strangers learn nothing from an answer. */
async function answer(
  paths: ReadonlyMap<string, RequestHandler>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // A connection that a proxy keeps may bring more requests after the end of all paths.
  if (paths.size === 0) response.writeHead(503, { connection: 'close' }).end();
  const [path = ''] = (request.url ?? '').split('?');
  const handle = paths.get(path);
  if (handle) await handle(request, response);
  else if (!response.writableEnded) response.writeHead(404, { connection: 'close' }).end();
}
