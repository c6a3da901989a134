import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** One call of one process to a network. */
export interface RelayedCall {
  /** The process that made it. */
  readonly life: string;
  readonly network: 'discord' | 'telegram';
  /** `performance.now()` of its arrival. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** The channel or chat, where the call names one. */
  readonly chat: string | undefined;
  /** It creates, edits or deletes a message. */
  readonly isWrite: boolean;
  /** The status of the answer; 0 as long as there is none. */
  status: number;
  /** Which limit of Discord refused it: `global`, or that of the route for this bot, `user`. */
  limit?: string;
}

/** Stands between one process and one network. */
export interface Relay {
  /** The origin to use in place of the network's. */
  readonly origin: string;
  stop(): void;
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/**
 * Starts a server that forwards every call to `target`, and records it. A call that has arrived whole is carried out even if its process
 * dies meanwhile, as on the real networks.
 */
export async function startRelay({
  life,
  network,
  target,
  record,
  drawDelayMs,
}: {
  readonly life: string;
  readonly network: RelayedCall['network'];
  readonly target: string;
  readonly record: (call: RelayedCall) => void;
  /** The time that a write is under way; drawn again for its answer. */
  readonly drawDelayMs: () => number;
}): Promise<Relay> {
  const to = new URL(target);
  const server = createServer((incoming, response) => {
    void forward(incoming, response).catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;

  async function forward(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const at = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = 'GET', url: path = '/' } = incoming;
    const call: RelayedCall = {
      life,
      network,
      at,
      method,
      path,
      ...readCall(method, path, body),
      status: 0,
    };
    record(call);
    await travel(call);

    const headers = { ...incoming.headers, host: to.host };
    const outgoing = request({ host: to.hostname, port: to.port, method, path, headers, agent });
    // A poll ends with the process that asked: the network would keep updates for it.
    response.once('close', () => {
      if (!response.writableFinished && !call.isWrite) outgoing.destroy();
    });
    outgoing.on('error', () => response.destroy());
    outgoing.on('response', async (answer) => {
      answer.on('error', () => response.destroy());
      call.status = answer.statusCode ?? 0;
      const limit = answer.headers['x-ratelimit-scope'];
      if (call.status === 429 && typeof limit === 'string') call.limit = limit;
      await travel(call);
      response.writeHead(call.status, answer.headers);
      answer.pipe(response);
    });
    outgoing.end(body);
  }

  async function travel({ isWrite }: RelayedCall): Promise<void> {
    const delayMs = isWrite ? drawDelayMs() : 0;
    if (delayMs > 0) await wait(delayMs);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // The address of a TCP server is never a string.
  return {
    origin: `http://127.0.0.1:${port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const TELEGRAM_WRITE = /\/(?:send(?!ChatAction)|edit|delete|copy|forward|answer)\w*$/i;
const DISCORD_MESSAGES = /\/channels\/(\d+)\/messages(?:\/(?:\d+|bulk-delete))?$/;
const DISCORD_CHANNEL = /\/channels\/(\d+)/;

function readCall(
  method: string,
  url: string,
  body: Buffer,
): Pick<RelayedCall, 'chat' | 'isWrite'> {
  const path = url.split('?', 1)[0] ?? '';
  if (path.startsWith('/bot')) {
    const isWrite = TELEGRAM_WRITE.test(path) && !path.endsWith('answerCallbackQuery');
    return { chat: readChatId(body), isWrite };
  }
  return {
    chat: DISCORD_CHANNEL.exec(path)?.[1],
    isWrite: method !== 'GET' && DISCORD_MESSAGES.test(path),
  };
}

/** The body is JSON, or a form with files. */
function readChatId(body: Buffer): string | undefined {
  const start = body.subarray(0, 4_096).toString();
  return (
    /"chat_id"\s*:\s*"?(-?\d+)/.exec(start)?.[1] ?? /name="chat_id"\s+(-?\d+)/.exec(start)?.[1]
  );
}
