import type { Update } from 'grammy/types';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import { createKeyedLock } from '../../../lib/keyed-lock.ts';
import type { Log } from '../../../lib/log.ts';
import { createUpdateAttempts } from './update-attempts.ts';
import { updateChatId } from './update-chat.ts';
import { createUsableUpdates } from './usable-updates.ts';

/** Takes the updates that Telegram delivers one by one. */
export interface WebhookIntake {
  /**
   * Takes an update, or what claims to be one. Never rejects.
   *
   * @returns `true` if it is accepted or set aside. Otherwise, Telegram must deliver it again.
   */
  take(given: unknown): Promise<boolean>;
}

/** The parts of an intake. */
interface WebhookIntakeParts {
  /** Rejects when Telegram must deliver the update again. */
  accept(update: Update): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Telegram delivers an update again within minutes, when its connection broke before the answer. */
const REMEMBERED_UPDATES = 10_000;
/** Telegram has at most 100 connections open for one bot. More updates only wait behind a store that hangs. */
const MOST_UNDER_WAY = 1_000;

/**
 * Accepts updates in the order in which they come for each chat, and all chats at the same time. Sets broken updates
 * aside as the intake of a poll does: Telegram holds back what comes behind an update in its chat until the update is
 * taken, for up to a day.
 *
 * An update that comes again is accepted once, also while its first delivery is under way. When it comes again to
 * another process, the store recognises what it brings.
 */
export function createWebhookIntake({ accept, clock, log }: WebhookIntakeParts): WebhookIntake {
  const attempts = createUpdateAttempts({ accept, clock, log });
  const isUsable = createUsableUpdates(log);
  const inOrder = createKeyedLock();
  const done = createExpiringMap<number, true>({ clock, maxEntries: REMEMBERED_UPDATES });
  const underWay = new Map<number, Promise<boolean>>();

  async function acceptOnce(update: Update): Promise<boolean> {
    const { update_id: id } = update;
    const outcome = await attempts.accept(update);
    const isDone = outcome === 'accepted' || attempts.setsAside(id);
    if (isDone) done.set(id, true);
    return isDone;
  }

  function begin(update: Update): Promise<boolean> {
    const { update_id: id } = update;
    const accepting = inOrder(String(updateChatId(update)), () => acceptOnce(update));
    underWay.set(id, accepting);
    const end = () => void underWay.delete(id);
    accepting.then(end, end);
    return accepting;
  }

  return {
    async take(given) {
      if (!isUsable(given) || done.has(given.update_id)) return true;

      const running = underWay.get(given.update_id);
      if (running) return running;
      return underWay.size < MOST_UNDER_WAY && begin(given);
    },
  };
}
