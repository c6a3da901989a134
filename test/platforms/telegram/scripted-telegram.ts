import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { GIVE_UP_MS } from '../../helpers/give-up-ms.ts';

/** One call that the bot made. */
export interface Call {
  readonly method: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** The body of an answer, or a way to give none. */
export type Answer =
  | { readonly ok?: boolean; readonly [field: string]: unknown }
  | 'hang up'
  | 'gibberish'
  | 'null'
  | 'too much'
  | 'silence';

/**
 * A Bot API server that gives scripted answers, also those that a server never gives when it keeps
 * the rules.
 */
export interface ScriptedTelegram {
  readonly url: string;
  readonly calls: readonly Call[];
  /** Each call of `method` takes the next answer. All later calls get the last one. */
  script(method: string, ...answers: readonly Answer[]): void;
  /** Serves a file for download. */
  file(path: string, bytes: Uint8Array): void;
  /** Sends those who want this file somewhere else. */
  redirect(path: string, target: string): void;
  /** Resolves with the payloads of all calls of `method`, once there are `count`. */
  seen(method: string, count?: number): Promise<readonly Call['payload'][]>;
  stop(): Promise<void>;
}

export const TOKEN = '1:secret-token';

const BOT = {
  id: 1,
  is_bot: true,
  first_name: 'Parley',
  username: 'ParleyBot',
  can_read_all_group_messages: true,
};

/** A success. */
export const ok = (result: unknown): Answer => ({ ok: true, result });

/** A refusal. */
export const refused = (error_code: number, description: string, parameters?: object): Answer => ({
  ok: false,
  error_code,
  description,
  ...(parameters && { parameters }),
});

/** Starts the server on a free port. */
export async function startScriptedTelegram(): Promise<ScriptedTelegram> {
  const calls: Call[] = [];
  const files = new Map<string, Uint8Array>();
  const redirects = new Map<string, string>();
  const scripts = new Map<string, Answer[]>([
    ['getMe', [ok(BOT)]],
    ['getWebhookInfo', [ok({ url: '' })]],
    ['getMyCommands', [ok([])]],
    ['sendMessage', [ok({ message_id: 70, date: 1, chat: { id: 7, type: 'private' } })]],
  ]);
  const waiting = new Set<() => void>();

  function serveFile(path: string, response: http.ServerResponse): boolean {
    const file = files.get(path);
    const location = redirects.get(path);
    if (location) response.writeHead(302, { location }).end();
    else if (file) response.end(file);
    return file !== undefined || location !== undefined;
  }

  async function answer(
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ): Promise<void> {
    const path = request.url ?? '';
    if (serveFile(path.replace(`/file/bot${TOKEN}/`, ''), response)) return;
    if (!path.startsWith(`/bot${TOKEN}/`)) return reply(response, refused(404, 'Not Found'));
    const method = path.slice(`/bot${TOKEN}/`.length);
    const isForm = request.headers['content-type']?.startsWith('multipart/form-data');
    calls.push({
      method,
      payload: isForm ? { form: await text(request) } : ((await json(request)) as Call['payload']),
    });
    for (const checkCalls of waiting) checkCalls();
    const script = scripts.get(method);
    const next = script && script.length > 1 ? script.shift() : script?.[0];
    // A long poll waits while there are no updates.
    reply(response, next ?? (method === 'getUpdates' ? 'silence' : ok(true)));
  }

  const server = http.createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    script: (method, ...answers) => void scripts.set(method, [...answers]),
    file: (path, bytes) => void files.set(path, bytes),
    redirect: (path, target) => void redirects.set(path, target),
    seen(method, count = 1) {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Call['payload'][]>();
      const checkCalls = () => {
        const payloads = calls
          .filter((call) => call.method === method)
          .map(({ payload }) => payload);
        if (payloads.length >= count) resolve(payloads);
      };
      const timer = setTimeout(
        () => reject(new Error(`${method} was not called ${count} times`)),
        GIVE_UP_MS,
      );
      waiting.add(checkCalls);
      checkCalls();
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(checkCalls);
      });
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function reply(response: http.ServerResponse, answer: Answer): void {
  if (answer === 'silence') return;
  if (answer === 'hang up') return void response.destroy();
  if (answer === 'gibberish') return void response.writeHead(502).end('<html>Bad Gateway</html>');
  if (answer === 'null') return void response.end('null');
  if (answer === 'too much') return void response.end(`"${'x'.repeat(40_000_000)}"`);
  response.writeHead(Number(answer.error_code ?? 200), { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}
