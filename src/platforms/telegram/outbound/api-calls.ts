import type { Lru } from '../../../lib/lru.ts';
import { migratedTo, toTelegramError } from '../connection/telegram-error.ts';
import type { ChatCooldowns } from './chat-cooldowns.ts';

export interface ApiCall {
  readonly method: string;
  readonly chatId: string;
  readonly signal?: AbortSignal;
}

/** Makes a call that writes in a chat. Fails with a `PlatformError` only, and at once during a penalty of that chat. */
export type ApiCalls = <Result>(called: ApiCall, run: () => Promise<Result>) => Promise<Result>;

/** Notes in `moved` the new ids of groups that became supergroups, by the old ones. */
export function createApiCalls(penalties: ChatCooldowns, moved: Lru<string, string>): ApiCalls {
  return async ({ method, chatId, signal }, run) => {
    penalties.throwIfActive(chatId);
    try {
      return await run();
    } catch (error) {
      const newId = migratedTo(error);
      if (newId !== undefined) moved.set(chatId, newId);
      const failure = toTelegramError(method, error, signal);
      if (failure.kind === 'rate_limit') penalties.start(chatId, failure.retryAfterMs ?? 0);
      throw failure;
    }
  };
}
