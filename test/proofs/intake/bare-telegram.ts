import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A message that the bot sent. */
export interface SentMessage {
  readonly chatId: string;
  readonly messageId: number;
  readonly text: string;
  /** The data of its buttons. */
  readonly buttons: readonly string[];
}

/** A bare Bot API server: gives any updates, also such that are no updates, and takes every call. */
export interface BareTelegram {
  readonly url: string;
  /** Each message in its newest form, by its id. */
  readonly sent: ReadonlyMap<number, SentMessage>;
  /** The number of updates that the bot has not confirmed yet. */
  readonly waiting: number;
  /** Gives an update. `fields` is JSON without the braces: it follows the `update_id`. */
  push(fields: string): void;
  /** Gives something in place of an update, once. */
  pushBroken(json: string): void;
  stop(): Promise<void>;
}

export const TELEGRAM_BOT = { id: 1, is_bot: true, first_name: 'Parley', username: 'ParleyBot' };
/** Many more than Telegram gives, which keeps the proof short. */
const BATCH_SIZE = 500;

/** Methods that answer `true`. Others do not exist: simpler servers have no rich messages. */
const PLAIN_METHODS = /^(sendChatAction|answerCallbackQuery|setMyCommands|deleteMessages?)$/;
const NOT_FOUND = '{"ok":false,"error_code":404,"description":"Not Found: method not found"}';

/** Starts the server on a free port. */
export async function startBareTelegram(): Promise<BareTelegram> {
  const updates = new Map<number, string>();
  const sent = new Map<number, SentMessage>();
  let broken: string[] = [];
  let newestUpdate = 100;
  let newestMessage = 5_000;
  let wake = Promise.withResolvers<void>();

  async function getUpdates({ offset = 0, timeout = 0 }: Record<string, number>): Promise<string> {
    for (const id of updates.keys()) if (id < offset) updates.delete(id);
    if (updates.size === 0 && broken.length === 0 && timeout > 0) {
      const timer = setTimeout(wake.resolve, Math.min(timeout * 1_000, 5_000));
      await wake.promise;
      clearTimeout(timer);
    }
    wake = Promise.withResolvers();
    const given = [...broken, ...[...updates.values()].slice(0, BATCH_SIZE)];
    broken = [];
    return `[${given.join(',')}]`;
  }

  function keepMessage(payload: Record<string, unknown>): string {
    const messageId = Number(payload.message_id ?? ++newestMessage);
    const chatId = String(payload.chat_id);
    const keyboard = Object(payload.reply_markup).inline_keyboard ?? [];
    sent.set(messageId, {
      chatId,
      messageId,
      text: String(payload.text ?? ''),
      buttons: keyboard.flat().map(({ callback_data: data }: Record<string, string>) => data),
    });
    const chat = { id: Number(chatId), type: chatId.startsWith('-') ? 'group' : 'private' };
    return JSON.stringify({ message_id: messageId, date: 1_700_000_000, chat });
  }

  async function answer(
    method: string,
    payload: Record<string, unknown>,
  ): Promise<string | undefined> {
    if (method === 'getMe') return JSON.stringify(TELEGRAM_BOT);
    if (method === 'getUpdates') return getUpdates(payload as Record<string, number>);
    if (method === 'getWebhookInfo') return '{"url":""}';
    if (method === 'getMyCommands') return '[]';
    if (/^(sendMessage|editMessageText|sendDocument)$/.test(method)) return keepMessage(payload);
    return PLAIN_METHODS.test(method) ? 'true' : undefined;
  }

  const server = http.createServer(async (request, response) => {
    const body = await text(request);
    const method = request.url?.split('/').at(-1) ?? '';
    const isForm = request.headers['content-type']?.startsWith('multipart/');
    const result = await answer(method, isForm || body === '' ? {} : JSON.parse(body));
    response.writeHead(result ? 200 : 404, { 'content-type': 'application/json' });
    response.end(result ? `{"ok":true,"result":${result}}` : NOT_FOUND);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    get waiting() {
      return updates.size + broken.length;
    },
    push(fields) {
      newestUpdate += 1;
      updates.set(newestUpdate, `{"update_id":${newestUpdate},${fields}}`);
      wake.resolve();
    },
    pushBroken(json) {
      broken.push(json);
      wake.resolve();
    },
    async stop() {
      wake.resolve();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
