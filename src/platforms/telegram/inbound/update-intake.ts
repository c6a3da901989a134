import type { Update } from 'grammy/types';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import type { Log } from '../../../lib/log.ts';
import { createUpdateAttempts } from './update-attempts.ts';
import { updateChatId } from './update-chat.ts';
import { createUsableUpdates } from './usable-updates.ts';

/** Keeps track of the accepted updates, and so of the offset to ask Telegram for. */
export interface UpdateIntake {
  /** Every update before the offset is accepted or set aside. */
  readonly offset: number;
  /**
   * Takes the updates that Telegram gave for `offset`.
   *
   * @returns `true` if all of them are accepted or set aside. Otherwise, ask Telegram for the rest
   * again after a pause.
   */
  take(updates: readonly Update[]): Promise<boolean>;
}

/** The parts of an intake. */
interface UpdateIntakeParts {
  /** Rejects when Telegram must deliver the update again. */
  accept(update: Update): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Other servers than Telegram's may give updates from before the offset again at every poll. */
const REMEMBERED_UPDATES = 1_000;

/**
 * Accepts updates in the order of each chat, and all chats at the same time.
 *
 * Telegram gives up to 100 updates from the offset on, again and again until the offset moves. So a
 * failing update does not hold up the updates of other chats. An update that failed five times
 * while others were accepted is broken itself: it is set aside. While no update is accepted, or the
 * store says that it fails, no update may be lost. Then a question waits, and what comes behind it in
 * its chat, but no command and no button: they may need no store.
 */
export function createUpdateIntake({ accept, clock, log }: UpdateIntakeParts): UpdateIntake {
  const attempts = createUpdateAttempts({ accept, clock, log });
  const isUsable = createUsableUpdates(log);
  /** Holds updates from the offset on, so at most one batch. */
  const finished = new Set<number>();
  const beforeOffset = createExpiringMap<number, true>({ clock, maxEntries: REMEMBERED_UPDATES });
  let offset = 0;

  async function acceptInOrder(updates: readonly Update[]): Promise<void> {
    let isStoreFailing = false;
    for (const update of updates) {
      if (isStoreFailing && hasWords(update)) continue;
      const outcome = await attempts.accept(update);
      if (outcome === 'accepted') finished.add(update.update_id);
      if (outcome === 'store-failing') isStoreFailing = true;
      if (outcome === 'failed') return;
    }
  }

  function setBrokenUpdatesAside(updates: readonly Update[]): void {
    for (const { update_id: id } of updates) {
      if (!finished.has(id) && attempts.setsAside(id)) finished.add(id);
    }
  }

  /** Moves the offset up to the first unfinished update. Gives `true` if there is none. */
  function advanceOffset(updates: readonly Update[]): boolean {
    for (const { update_id: id } of updates) {
      if (!finished.delete(id)) return false;
      beforeOffset.set(id, true);
      offset = id + 1;
    }

    finished.clear();
    return true;
  }

  return {
    get offset() {
      return offset;
    },

    async take(given) {
      const updates = given.filter(isUsable).filter(({ update_id: id }) => !beforeOffset.has(id));
      const unfinished = updates.filter(({ update_id: id }) => !finished.has(id));
      const byChat = Map.groupBy(unfinished, updateChatId);

      await Promise.all([...byChat.values()].map(acceptInOrder));
      setBrokenUpdatesAside(unfinished);
      return advanceOffset(updates);
    },
  };
}

/** Tells whether an update is a message or an edit whose words the store must take in order. */
function hasWords(update: Update): boolean {
  const { message, edited_message: edited, channel_post: post } = update;
  if (edited ?? post ?? update.edited_channel_post ?? update.guest_message) return true;
  return message !== undefined && !message.text?.startsWith('/');
}
