import http from 'node:http';
import https from 'node:https';
import { Api } from 'grammy';
import type { TelegramSettings } from './read-settings.ts';

export interface Connection {
  /** For everything but polling. */
  readonly api: Api;
  /** Waits longer than a long poll may take: a connection that died unnoticed ends there. */
  readonly pollApi: Api;
  readonly agent: http.Agent;
  /** Holds the token: never logged, never part of an error. */
  fileUrl(path: string): string;
  /** Frees the idle connections. */
  close(): void;
}

const CALL_TIMEOUT_SECONDS = 20;
const POLL_TIMEOUT_SECONDS = 45;

export function connect({ token, apiRoot, proxy }: TelegramSettings): Connection {
  // As everywhere, HTTPS_PROXY says nothing about servers that are reached by plain HTTP.
  const agent = apiRoot.startsWith('https:')
    ? new https.Agent({ keepAlive: true, ...(proxy && { proxyEnv: { ...proxy } }) })
    : new http.Agent({ keepAlive: true });
  const createApi = (timeoutSeconds: number) =>
    new Api(token, { apiRoot, timeoutSeconds, baseFetchConfig: { agent } });
  return {
    api: createApi(CALL_TIMEOUT_SECONDS),
    pollApi: createApi(POLL_TIMEOUT_SECONDS),
    agent,
    fileUrl: (path) => `${apiRoot}/file/bot${token}/${path}`,
    close: () => agent.destroy(),
  };
}

type GrammySignal = NonNullable<Parameters<Api['getMe']>[0]>;

/** grammY declares the signals of a polyfill; it takes native ones as well, as both differ in nothing that it uses. */
export function grammySignal(signal: AbortSignal): GrammySignal {
  return signal as unknown as GrammySignal;
}
