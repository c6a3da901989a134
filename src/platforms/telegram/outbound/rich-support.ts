import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import type { Log } from '../../../lib/log.ts';

/** Remembers where Telegram refused a rich message. */
export interface RichSupport {
  isRefusedIn(chatId: string): boolean;
  recordRefusal(chatId: string, refusal: RichRefusal): void;
}

/** A refusal of one rich message. */
interface RichRefusal {
  /** The server's own words. */
  readonly reason: string;
  /** The server knows no rich messages at all, so no chat can get one. */
  readonly isServerWide: boolean;
}

/**
 * The next answer may fail for the same reason, so the chat gets plain messages for some time. Then
 * it is tried again: another answer may be right, and a server may be updated.
 */
const COOLDOWN_MS = 60 * 60_000;
const REMEMBERED_CHATS = 1_000;

/** Creates an empty memory of refusals. */
export function createRichSupport(clock: Clock, log: Log): RichSupport {
  const refusingChats = createExpiringMap<string, true>({ clock, maxEntries: REMEMBERED_CHATS });
  let serverRefusesUntil = 0;

  return {
    isRefusedIn: (chatId) =>
      serverRefusesUntil > clock.now() || refusingChats.remainingMs(chatId) > 0,

    recordRefusal(chatId, { reason, isServerWide }) {
      refusingChats.set(chatId, true, COOLDOWN_MS);
      if (isServerWide) serverRefusesUntil = clock.now() + COOLDOWN_MS;

      log.warn(
        { chat: isServerWide ? 'all' : chatId, reason, forMs: COOLDOWN_MS },
        'telegram: rich message refused, sending plain messages',
      );
    },
  };
}
