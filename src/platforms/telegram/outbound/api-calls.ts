import type { ExpiringMap } from '../../../lib/expiring-map.ts';
import { migratedTo, toTelegramError } from '../connection/telegram-error.ts';
import type { ChatCooldowns } from './chat-cooldowns.ts';

/** One call of a method that writes in a chat. */
interface ApiCall {
  /** Telegram's name of the method, for error messages. */
  readonly method: string;
  readonly chatId: string;
  readonly signal?: AbortSignal;
}

/** The new ids of groups that became supergroups, by their old ids. */
export type MigratedChats = ExpiringMap<string, string>;

/** Makes the calls that write in chats. Calls with the same cooldowns share their rate limits. */
export interface ApiCalls {
  /**
   * Makes the call with `send`, and gives what it gives. Learns from a failure: the cooldown of the
   * chat, or its new id.
   *
   * @throws A `PlatformError`, without a call while the chat has a cooldown.
   */
  run<Result>(call: ApiCall, send: () => Promise<Result>): Promise<Result>;
}

/** Creates calls that respect and start `cooldowns`, and record new chat ids in `migratedChats`. */
export function createApiCalls(cooldowns: ChatCooldowns, migratedChats: MigratedChats): ApiCalls {
  return {
    async run({ method, chatId, signal }, send) {
      cooldowns.throwIfActive(chatId);

      try {
        return await send();
      } catch (error) {
        const newId = migratedTo(error);
        if (newId !== undefined) migratedChats.set(chatId, newId);

        const failure = toTelegramError(method, error, signal);
        if (failure.kind === 'rate_limit') cooldowns.start(chatId, failure.retryAfterMs ?? 0);
        throw failure;
      }
    },
  };
}
