import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError } from '../../playground/telegram/api-error.ts';
import type { CallKind } from '../../playground/telegram/rate-limits.ts';

/** The text of a message as the platform received it. */
interface Receipt {
  /** `performance.now()` */
  readonly at: number;
  readonly messageId: number;
  readonly text: string;
}

/**
 * The part of the Bot API that a bot needs to answer in direct chats. It keeps nothing: the strict
 * server of the playground takes more of the processor than the bots that are measured.
 */
export interface LocalTelegram {
  readonly url: string;
  readonly token: string;
  /** Resolves when a bot polls for updates. */
  readonly polled: Promise<void>;
  /** A person writes to the bot in their direct chat. */
  sendAsUser(chatId: number, text: string): void;
  /** Called with every text that the bot writes, new or edited. */
  onWrite: (chatId: number, receipt: Receipt) => void;
  stop(): Promise<void>;
}

interface Update {
  readonly update_id: number;
  readonly message: object;
}

interface Call {
  readonly offset?: number;
  readonly limit?: number;
  readonly timeout?: number;
  readonly chat_id?: number | string;
  readonly message_id?: number;
  readonly text?: string;
  readonly rich_message?: { readonly markdown?: string };
}

/** Throws an `ApiError` when a call is over a limit. */
type SpendCall = (kind: CallKind, chatId: number) => void;

const BOT = {
  id: 1,
  is_bot: true,
  first_name: 'Parley',
  username: 'parley_bot',
  can_read_all_group_messages: true,
};

/** Starts the server on a free port of the loopback interface. Without `spend`, it has no limits. */
export async function startLocalTelegram(spend: SpendCall = () => {}): Promise<LocalTelegram> {
  const token = '1:bench';
  const polled = Promise.withResolvers<void>();
  let updates: Update[] = [];
  let wakePoller = () => {};
  let lastId = 0;

  async function getUpdates({
    offset = 0,
    limit = 100,
    timeout = 0,
  }: Call): Promise<readonly Update[]> {
    polled.resolve();
    updates = updates.filter(({ update_id: id }) => id >= offset);
    if (updates.length === 0 && timeout > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeout * 1000);
        wakePoller = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return updates.slice(0, limit);
  }

  function write({ chat_id, message_id, ...content }: Call, at: number): object {
    const text = content.text ?? content.rich_message?.markdown ?? '';
    lastId += 1;
    const messageId = message_id ?? lastId;
    spend('write', Number(chat_id));
    telegram.onWrite(Number(chat_id), { at, messageId, text });
    return {
      message_id: messageId,
      date: 0,
      chat: { id: Number(chat_id), type: 'private' },
      from: BOT,
      text,
    };
  }

  async function answer(method: string, call: Call, at: number): Promise<unknown> {
    switch (method) {
      case 'getUpdates':
        return getUpdates(call);
      case 'sendMessage':
      case 'sendRichMessage':
      case 'editMessageText':
        return write(call, at);
      case 'sendChatAction':
        spend('activity', Number(call.chat_id));
        return true;
      case 'getMe':
        return BOT;
      case 'getWebhookInfo':
        return { url: '' };
      case 'getMyCommands':
        return [];
      default:
        return true;
    }
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call: Call = JSON.parse((await readBody(request)) || '{}');
    const at = performance.now();
    const method = request.url?.split('/').at(-1) ?? '';
    response.setHeader('content-type', 'application/json');
    try {
      const result = await answer(method, call, at);
      response.end(JSON.stringify({ ok: true, result }));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      response.statusCode = error.code;
      response.end(JSON.stringify(error));
    }
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error) => response.destroy(error));
  });
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const telegram: LocalTelegram = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    polled: polled.promise,
    onWrite: () => {},
    sendAsUser(chatId, text) {
      lastId += 1;
      const from = { id: chatId, is_bot: false, first_name: 'Ada' };
      const chat = { id: chatId, type: 'private', first_name: 'Ada' };
      const date = Math.floor(Date.now() / 1000);
      updates.push({ update_id: lastId, message: { message_id: lastId, date, chat, from, text } });
      wakePoller();
    },
    async stop() {
      wakePoller();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
  return telegram;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
