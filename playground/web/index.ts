import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ConfigError } from '../../src/errors.ts';
import type { LocalNetwork } from '../local-network.ts';
import { actions } from './actions.ts';
import { createChangeStreams } from './change-streams.ts';
import { findRefusal } from './find-refusal.ts';
import { readNetworkState } from './network-state.ts';
import { readAsset } from './read-asset.ts';
import { readBody } from './read-body.ts';
import { RequestError } from './request-error.ts';
import { respond, respondJson } from './respond.ts';

export interface PageOptions {
  readonly networks: readonly LocalNetwork[];
  /** 0: any free one. */
  readonly port: number;
}

export interface PageServer {
  /** Where a browser finds the page. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the page in which people chat on the local networks. On loopback, and to its own page only. */
export async function servePage({ networks, port }: PageOptions): Promise<PageServer> {
  const streams = createChangeStreams(networks);
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => fail(response, error));
  });
  const boundPort = await listen(server, port);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = findRefusal(request, boundPort);
    if (refused !== undefined) throw new RequestError(403, refused);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'GET') await show(url, response);
    else if (request.method === 'POST')
      respondJson(response, 200, (await act(url.pathname, request)) ?? null);
    else throw new RequestError(405, 'The playground takes GET and POST.');
  }

  async function show({ pathname, searchParams }: URL, response: ServerResponse): Promise<void> {
    const viewers = Object.fromEntries(searchParams);
    if (pathname === '/api/changes') {
      streams.open(response, viewers);
    } else if (pathname === '/api/state') {
      respondJson(response, 200, {
        networks: networks.map((one) => readNetworkState(one, viewers[one.name])),
      });
    } else if (pathname === '/api/file') {
      sendFile(searchParams, response);
    } else {
      const asset = await readAsset(pathname);
      if (asset === undefined) throw new RequestError(404, 'There is no such page.');
      respond(response, 200, asset.type).end(asset.text);
    }
  }

  function sendFile(asked: URLSearchParams, response: ServerResponse): void {
    const [room = '', message = '', index] = ['room', 'message', 'index'].map(
      (name) => asked.get(name) ?? '',
    );
    const network = networks.find(({ name }) => name === asked.get('network'));
    const bytes = network?.file(room, message, Number(index));
    if (bytes === undefined) throw new RequestError(404, 'There is no such file.');
    // Never shown as a page of this origin, whatever was sent.
    response.setHeader('content-disposition', 'attachment');
    respond(response, 200, 'application/octet-stream').end(bytes);
  }

  /** `/api/<network>/<action>` */
  async function act(pathname: string, request: IncomingMessage): Promise<unknown> {
    const [, , networkName, actionName = ''] = pathname.split('/');
    const network = networks.find((one) => one.name === networkName);
    const action = Object.hasOwn(actions, actionName) ? actions[actionName] : undefined;
    if (network === undefined || action === undefined)
      throw new RequestError(404, 'There is no such action.');
    return action(network, await readBody(request));
  }

  return {
    url: `http://127.0.0.1:${boundPort}/`,
    stop() {
      streams.closeAll();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What a network rejects with is what its client would show, so it goes to the page as it is.
  const message = error instanceof Error ? error.message : String(error);
  respondJson(response, error instanceof RequestError ? error.status : 422, { error: message });
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new ConfigError(
              `The playground's port ${port} is taken. Set PLAYGROUND_PORT to a free one.`,
              { cause },
            )
          : cause,
      );
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
