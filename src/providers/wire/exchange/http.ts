import { type Dispatcher, EnvHttpProxyAgent, ProxyAgent, request as send } from 'undici';
import { ConfigError } from '../../../errors.ts';
import { type Env, readVariable } from '../../../lib/env.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of an HTTP proxy that this request goes through, whatever `HTTPS_PROXY` and `NO_PROXY` say. */
  readonly proxy?: string;
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
  /** Where people find the key that it is used with, where a service has several: `key 2 of OPENAI_API_KEYS`. */
  readonly keyName?: string;
  /** Breaks off what is under way. */
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 10_000;
/** Many servers drop idle connections after a minute; one that they drop while it is used costs an attempt. */
const KEEP_ALIVE_MS = 30_000;
/** Should ours ever fail: more than the most patient of our own limits. */
const BACKSTOP_TIMEOUT_MS = 11 * 60_000;

/**
 * As many connections as there are requests, and those who ask bound them: one that waited here would run out of time as if the server
 * were slow.
 */
const AGENT_OPTIONS = {
  connect: { timeout: CONNECT_TIMEOUT_MS },
  keepAliveTimeout: KEEP_ALIVE_MS,
  headersTimeout: BACKSTOP_TIMEOUT_MS,
  bodyTimeout: BACKSTOP_TIMEOUT_MS,
  allowH2: false,
} as const;

/** Requests to `https` addresses go through `HTTPS_PROXY`, as those of the platforms do; plain `http` is for what is near. */
export function createHttp({ env }: { readonly env: Env }): Http {
  const usualAgent = createAgent(env);
  /** By the address of the proxy; there are as many as the configuration names. */
  const proxyAgents = new Map<string, Dispatcher>();
  const agentFor = (proxy: string | undefined): Dispatcher => {
    if (proxy === undefined) return usualAgent;
    const agent =
      proxyAgents.get(proxy) ?? new ProxyAgent({ ...AGENT_OPTIONS, uri: proxy, proxyTunnel: true });
    proxyAgents.set(proxy, agent);
    return agent;
  };

  const http = async ({ url, headers, proxy, ...request }: HttpRequest): Promise<HttpResponse> => {
    // undici does not decompress, and a compressing proxy would hold deltas back.
    const identity = { ...headers, 'accept-encoding': 'identity' };
    const response = await send(url, {
      ...request,
      headers: identity,
      dispatcher: agentFor(proxy),
    });
    return { status: response.statusCode, headers: response.headers, body: response.body };
  };
  const close = async () => {
    await Promise.all([usualAgent, ...proxyAgents.values()].map((agent) => agent.destroy()));
  };
  return Object.assign(http, { close });
}

function createAgent(env: Env): EnvHttpProxyAgent {
  try {
    return new EnvHttpProxyAgent({
      // Empty, not absent: undici would read the environment of the process itself.
      httpProxy: '',
      httpsProxy: readVariable(env, 'HTTPS_PROXY') ?? '',
      noProxy: readVariable(env, 'NO_PROXY') ?? '',
      ...AGENT_OPTIONS,
    });
  } catch {
    // The error of undici would show the address, which may hold a password.
    throw new ConfigError(
      'HTTPS_PROXY is no address of an HTTP proxy. Write it as http://proxy.example:3128.',
    );
  }
}
