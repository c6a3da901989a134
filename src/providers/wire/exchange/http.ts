import { type Dispatcher, EnvHttpProxyAgent, ProxyAgent, request as sendRequest } from 'undici';
import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';
import { readChunks } from './read-chunks.ts';

/** One HTTP request. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The address of an HTTP proxy for this request, whatever `HTTPS_PROXY` and `NO_PROXY` say. */
  readonly proxy?: string;
  /** Also ends the reading of the response body, and closes the connection. */
  readonly signal: AbortSignal;
}

/** The head of an HTTP response, and its body to be read. */
export interface HttpResponse {
  readonly status: number;
  /** The names are in small letters. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Must be read to its end or aborted: otherwise the connection is lost. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Sends one request. Follows no redirect, decodes nothing, and limits only the time to connect. */
export interface Http {
  (request: HttpRequest): Promise<HttpResponse>;
  /** A name for the key of these requests, if there are several: `key 2 of OPENAI_API_KEYS`. */
  readonly keyName?: string;
  /** Breaks off the requests that are under way. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** Many servers drop idle connections after a minute. A drop during a request costs an attempt. */
const KEEP_ALIVE_MS = 30_000;
/** Longer than the longest of our own limits. Acts only if ours fail. */
const BACKSTOP_TIMEOUT_MS = 11 * 60_000;

/**
 * undici opens as many connections as there are requests; the callers limit their number. A request
 * that waited here for a connection would run out of time as if the server were slow.
 */
const AGENT_OPTIONS = {
  connect: { timeout: CONNECT_TIMEOUT_MS },
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: BACKSTOP_TIMEOUT_MS,
  bodyTimeout: BACKSTOP_TIMEOUT_MS,
  allowH2: false,
} as const;

/**
 * The HTTP client of all providers. Requests to `https` addresses go through `HTTPS_PROXY`, as
 * those of the platforms do. Plain `http` is for servers nearby.
 *
 * @throws A `ConfigError` when `HTTPS_PROXY` is not the address of an HTTP proxy.
 */
export function createHttp({ env }: { readonly env: Env }): Http {
  const defaultAgent = createDefaultAgent(env);
  /** By the address of the proxy. The configuration bounds their number. */
  const proxyAgents = new Map<string, Dispatcher>();

  const agentFor = (proxy: string | undefined): Dispatcher => {
    if (proxy === undefined) return defaultAgent;

    const agent =
      proxyAgents.get(proxy) ?? new ProxyAgent({ ...AGENT_OPTIONS, uri: proxy, proxyTunnel: true });
    proxyAgents.set(proxy, agent);
    return agent;
  };

  const http = async ({ url, headers, proxy, ...request }: HttpRequest): Promise<HttpResponse> => {
    const response = await sendRequest(url, {
      ...request,
      // undici does not decompress, and a proxy that compresses would hold deltas back.
      headers: { ...headers, 'accept-encoding': 'identity' },
      dispatcher: agentFor(proxy),
    });

    const { statusCode: status, headers: responseHeaders, body } = response;
    return { status, headers: responseHeaders, body: readChunks(body) };
  };

  const close = async () => {
    await Promise.all([defaultAgent, ...proxyAgents.values()].map((agent) => agent.destroy()));
  };

  return Object.assign(http, { close });
}

function createDefaultAgent(env: Env): EnvHttpProxyAgent {
  try {
    return new EnvHttpProxyAgent({
      // Empty instead of absent: otherwise undici reads the environment of the process itself.
      httpProxy: '',
      httpsProxy: readVariable(env, 'HTTPS_PROXY') ?? '',
      noProxy: readVariable(env, 'NO_PROXY') ?? '',
      ...AGENT_OPTIONS,
    });
  } catch {
    // The error of undici would show the address, which may hold a password.
    throw new ConfigError(
      'HTTPS_PROXY is not the address of an HTTP proxy. Write it as http://proxy.example:3128.',
    );
  }
}
