import { EnvHttpProxyAgent, request as send } from 'undici';
import { ConfigError } from '../../errors.ts';
import { type Env, readVariable } from '../../lib/env.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Also ends the reading of the body, and closes the connection. */
  readonly signal: AbortSignal;
}

export interface HttpResponse {
  readonly status: number;
  /** By names in small letters. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** To be read to its end, or aborted: else the connection is lost. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Sends one request. Follows no redirect, decodes nothing, and limits no time but that of connecting. */
export interface Http {
  (request: HttpRequest): Promise<HttpResponse>;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** Many servers drop idle connections after a minute; one that they drop while it is used costs an attempt. */
const KEEP_ALIVE_MS = 30_000;
/** Should ours ever fail: more than the most patient of our own limits. */
const BACKSTOP_TIMEOUT_MS = 11 * 60_000;
const MOST_CONNECTIONS_PER_ORIGIN = 1_000;

/** Requests to `https` addresses go through `HTTPS_PROXY`, as those of the platforms do; plain `http` is for what is near. */
export function createHttp({ env }: { readonly env: Env }): Http {
  const dispatcher = createAgent(env);

  const http = async ({ url, headers, ...request }: HttpRequest): Promise<HttpResponse> => {
    // undici does not decompress, and a compressing proxy would hold deltas back.
    const identity = { ...headers, 'accept-encoding': 'identity' };
    const response = await send(url, { ...request, headers: identity, dispatcher });
    return { status: response.statusCode, headers: response.headers, body: response.body };
  };
  return Object.assign(http, { close: () => dispatcher.destroy() });
}

function createAgent(env: Env): EnvHttpProxyAgent {
  try {
    return new EnvHttpProxyAgent({
      // Empty, not absent: undici would read the environment of the process itself.
      httpProxy: '',
      httpsProxy: readVariable(env, 'HTTPS_PROXY') ?? '',
      noProxy: readVariable(env, 'NO_PROXY') ?? '',
      connect: { timeout: CONNECT_TIMEOUT_MS },
      connections: MOST_CONNECTIONS_PER_ORIGIN,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: BACKSTOP_TIMEOUT_MS,
      bodyTimeout: BACKSTOP_TIMEOUT_MS,
      allowH2: false,
    });
  } catch {
    // The error of undici would show the address, which may hold a password.
    throw new ConfigError('HTTPS_PROXY is no address of an HTTP proxy. Write it as http://proxy.example:3128.');
  }
}
