import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import type { Log } from '../../../lib/log.ts';

/** Knows where Telegram shows messages to one person alone. */
export interface EphemeralSupport {
  /**
   * False where an attempt is known to fail. `isInvited`: it answers a press, or a command that only the bot saw.
   * Any bot may do that; without an invitation, only an administrator of the group may.
   */
  mayTry(chatId: string, isInvited: boolean): boolean;
  /** Records that Telegram refused an attempt. */
  recordRefusal(chatId: string, isInvited: boolean): void;
  /** Records that the server sent a message for one person to everybody: it is older than Bot API 10.3. */
  recordIgnored(): void;
}

/** Somebody may have made the bot an administrator meanwhile. */
const REFUSAL_REMEMBERED_MS = 10 * 60_000;
const MAX_CHATS = 1_000;

/** Creates the knowledge about one server, which is empty at first. */
export function createEphemeralSupport(clock: Clock, log: Log): EphemeralSupport {
  const refusals = createExpiringMap<string, true>({ clock, maxEntries: MAX_CHATS });
  let isServerTooOld = false;

  return {
    mayTry: (chatId, isInvited) => !isServerTooOld && (isInvited || !refusals.has(chatId)),

    recordRefusal(chatId, isInvited) {
      // An invitation ends after some seconds, which says nothing about the next one.
      if (!isInvited) refusals.set(chatId, true, REFUSAL_REMEMBERED_MS);
    },

    recordIgnored() {
      if (!isServerTooOld) {
        log.info({}, 'telegram: the server has no ephemeral messages, so groups see every reply');
      }
      isServerTooOld = true;
    },
  };
}
