import http from 'node:http';
import https from 'node:https';
import { Api } from 'grammy';
import type { TelegramSettings } from './read-settings.ts';

/** The clients of one bot. Opens nothing before the first call. */
export interface Connection {
  /** For every call but polling. */
  readonly api: Api;
  /**
   * For `getUpdates`. Its timeout is longer than a long poll, and ends a poll whose connection died
   * unnoticed.
   */
  readonly pollApi: Api;
  /** A secret: never log it, and never put it into an error. */
  readonly token: string;
  /** For downloads of files. */
  readonly agent: http.Agent;
  /** The address of a file. It holds the token: never log it, and never put it into an error. */
  fileUrl(path: string): string;
  /** Closes the idle connections. */
  close(): void;
}

const CALL_TIMEOUT_SECONDS = 20;
const POLL_TIMEOUT_SECONDS = 45;
/** Answers of the Bot API are much smaller: a hundred updates have about a megabyte. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** Creates the clients that the settings describe. */
export function connect({ token, apiRoot, proxy }: TelegramSettings): Connection {
  const agent = createAgent(apiRoot, proxy);
  const createApi = (timeoutSeconds: number) =>
    new Api(token, { apiRoot, timeoutSeconds, baseFetchConfig: { agent, size: MAX_ANSWER_BYTES } });

  return {
    api: createApi(CALL_TIMEOUT_SECONDS),
    pollApi: createApi(POLL_TIMEOUT_SECONDS),
    token,
    agent,
    fileUrl: (path) => `${apiRoot}/file/bot${token}/${path}`,
    close: () => agent.destroy(),
  };
}

/** By convention, HTTPS_PROXY does not apply to servers that are reached by plain HTTP. */
function createAgent(apiRoot: string, proxy: TelegramSettings['proxy']): http.Agent {
  if (!apiRoot.startsWith('https:')) return new http.Agent({ keepAlive: true });
  if (!proxy) return new https.Agent({ keepAlive: true });

  return new https.Agent({ keepAlive: true, proxyEnv: { ...proxy } });
}

/** The type that grammY declares for abort signals. */
export type GrammySignal = NonNullable<Parameters<Api['getMe']>[0]>;

/** A native signal as grammY takes it: it declares a polyfill's type, but uses what both have. */
export function grammySignal(signal: AbortSignal): GrammySignal {
  return signal as unknown as GrammySignal;
}
