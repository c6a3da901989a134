import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ConfigError } from '../../src/errors.ts';
import { createAssetReader } from '../../src/lib/web/asset-reader.ts';
import { closeServer } from '../../src/lib/web/close-server.ts';
import { findRefusal, localAudience } from '../../src/lib/web/find-refusal.ts';
import { openServer } from '../../src/lib/web/open-server.ts';
import { readJsonBody } from '../../src/lib/web/read-json-body.ts';
import { RequestError } from '../../src/lib/web/request-error.ts';
import type { LocalNetwork } from '../local-network.ts';
import type { TroubleDesk } from '../trouble/trouble-desk.ts';
import { actions } from './actions.ts';
import { createChangeStreams } from './change-streams.ts';
import { changeTrouble } from './change-trouble.ts';
import { readNetworkState } from './network-state.ts';
import { respond, respondJson } from './respond.ts';
import { sendFile, sendSticker } from './send-file.ts';
import { createUploads } from './uploads.ts';

const readAsset = createAssetReader(new URL('../page/', import.meta.url));
/** The longest text in JSON, and what stands around it. Files come in requests of their own. */
const MAX_BODY_BYTES = 1 << 20;

/** The options of `servePage`. */
interface PageOptions {
  readonly networks: readonly LocalNetwork[];
  /** What a person can break. Default: nothing. */
  readonly troubles?: TroubleDesk;
  /** 0: any free port. */
  readonly port: number;
}

/** The running server of the page. */
interface PageServer {
  /** The address of the page, for a browser. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves the page in which people chat on the local networks. It listens on loopback only, and
 * answers its own page only.
 *
 * @throws A `ConfigError` when the port is taken.
 */
export async function servePage({ networks, troubles, port }: PageOptions): Promise<PageServer> {
  const uploads = createUploads();
  const streams = createChangeStreams(networks, troubles);
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => respondWithError(response, error));
  });
  const boundPort = await openServer(server, {
    host: '127.0.0.1',
    port,
    explain: (error) => (error.code === 'EADDRINUSE' ? createPortError(port, error) : error),
  });
  const audience = localAudience('playground', boundPort);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = findRefusal(request.headers, audience);
    if (refusal !== undefined) throw new RequestError(403, refusal);

    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'GET') {
      await answerGet(url, request.headers.range, response);
    } else if (request.method === 'POST' && url.pathname === '/api/upload') {
      respondJson(response, 200, await uploads.receive(request, url.searchParams));
    } else if (request.method === 'POST' && url.pathname.startsWith('/api/trouble/')) {
      await changeTrouble(troubles, url.pathname, await readJsonBody(request, MAX_BODY_BYTES));
      respondJson(response, 200, null);
    } else if (request.method === 'POST') {
      const result = await runAction(url.pathname, request);
      respondJson(response, 200, result ?? null);
    } else {
      throw new RequestError(405, 'The playground takes GET and POST.');
    }
  }

  async function answerGet(
    url: URL,
    rangeHeader: string | undefined,
    response: ServerResponse,
  ): Promise<void> {
    const { pathname, searchParams } = url;
    const viewers = Object.fromEntries(searchParams);

    if (pathname === '/api/changes') {
      streams.open(response, viewers);
    } else if (pathname === '/api/state') {
      const states = networks.map((network) => readNetworkState(network, viewers[network.name]));
      respondJson(response, 200, { networks: states });
    } else if (pathname === '/api/file') {
      sendFile(networks, searchParams, rangeHeader, response);
    } else if (pathname === '/api/sticker') {
      sendSticker(searchParams, response);
    } else {
      await sendAsset(pathname, response);
    }
  }

  /** Runs `/api/<network>/<action>`. */
  async function runAction(pathname: string, request: IncomingMessage): Promise<unknown> {
    const [, , networkName, actionName = ''] = pathname.split('/');
    const network = networks.find(({ name }) => name === networkName);
    const action = Object.hasOwn(actions, actionName) ? actions[actionName] : undefined;

    if (network === undefined || action === undefined)
      throw new RequestError(404, 'There is no such action.');
    return action(network, await readJsonBody(request, MAX_BODY_BYTES), uploads);
  }

  return {
    url: `http://127.0.0.1:${boundPort}/`,
    stop() {
      streams.closeAll();
      return closeServer(server);
    },
  };
}

async function sendAsset(pathname: string, response: ServerResponse): Promise<void> {
  const asset = await readAsset(pathname);
  if (asset === undefined) throw new RequestError(404, 'There is no such page.');
  respond(response, 200, asset.type).end(asset.text);
}

function respondWithError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }

  // A network rejects with the sentence that its client would show, so the page gets it as it is.
  const message = error instanceof Error ? error.message : String(error);
  const status = error instanceof RequestError ? error.status : 422;
  respondJson(response, status, { error: message });
}

function createPortError(port: number, cause: Error): ConfigError {
  const sentence = `The playground's port ${port} is taken. Set PLAYGROUND_PORT to a free one.`;
  return new ConfigError(sentence, { cause });
}
