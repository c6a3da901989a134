import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { createLru } from '../../../lib/lru.ts';

/** Where rich messages were refused. */
export interface RichSupport {
  isRefusedIn(chatId: string): boolean;
  /** `reason`: in the server's words. `everywhere`: it knows no rich messages. */
  recordRefusal(chatId: string, reason: string, everywhere: boolean): void;
}

/** What was wrong with one answer may be so with the next one; a server that knows no rich messages may be renewed. */
const REST_MS = 60 * 60_000;
const REMEMBERED_CHATS = 1_000;

export function createRichSupport(clock: Clock, log: Log): RichSupport {
  const refusedUntil = createLru<string, number>(REMEMBERED_CHATS);
  let restsUntil = 0;
  return {
    isRefusedIn: (chatId) => Math.max(restsUntil, refusedUntil.get(chatId) ?? 0) > clock.now(),
    recordRefusal(chatId, reason, everywhere) {
      const until = clock.now() + REST_MS;
      refusedUntil.set(chatId, until);
      if (everywhere) restsUntil = until;
      log.warn(
        { chat: everywhere ? 'all' : chatId, reason },
        'no rich messages for an hour: Telegram refused one',
      );
    },
  };
}
