import type { Update } from 'grammy/types';
import { StoreError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import type { Log } from '../../../lib/log.ts';

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

interface FailedUpdate {
  attempts: number;
  /** The number of updates that were accepted before the first failure of this one. */
  readonly acceptedBefore: number;
}

const MAX_ATTEMPTS = 5;
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
  // Both hold updates from the offset on, so at most one batch.
  const finished = new Set<number>();
  const failed = new Map<number, FailedUpdate>();
  const beforeOffset = createExpiringMap<number, true>({ clock, maxEntries: REMEMBERED_UPDATES });
  let offset = 0;
  let acceptedCount = 0;
  let hasReportedUnconfirmable = false;

  async function acceptInOrder(updates: readonly Update[]): Promise<void> {
    let isStoreFailing = false;
    for (const update of updates) {
      if (isStoreFailing && hasWords(update)) continue;
      const outcome = await tryToAccept(update);
      if (outcome === 'store-failing') isStoreFailing = true;
      if (outcome === 'failed') return;
    }
  }

  async function tryToAccept(
    update: Update,
  ): Promise<'accepted' | 'store-failing' | 'failed' | 'broken'> {
    try {
      await accept(update);
      acceptedCount += 1;
      finish(update.update_id);
      return 'accepted';
    } catch (error) {
      if (isStoreFailure(error)) return 'store-failing';
      const { attempts } = recordFailure(update.update_id, error);
      return attempts < MAX_ATTEMPTS ? 'failed' : 'broken';
    }
  }

  function recordFailure(id: number, error: unknown): FailedUpdate {
    const failure = failed.get(id) ?? { attempts: 0, acceptedBefore: acceptedCount };
    failure.attempts += 1;
    failed.set(id, failure);

    log.warn(
      { update: id, attempts: failure.attempts, error: String(error) },
      'telegram: update not accepted',
    );
    return failure;
  }

  /** Reports only once: other servers than Telegram's may give them again at every poll. */
  function reportUnconfirmable(count: number): void {
    if (count === 0 || hasReportedUnconfirmable) return;
    hasReportedUnconfirmable = true;
    log.error({ updates: count }, 'telegram: updates without a usable id set aside');
  }

  function finish(id: number): void {
    finished.add(id);
    failed.delete(id);
  }

  function setBrokenUpdatesAside(): void {
    for (const [id, { attempts, acceptedBefore }] of failed) {
      const areOthersAccepted = acceptedCount > acceptedBefore;
      if (attempts < MAX_ATTEMPTS || !areOthersAccepted) continue;

      log.error(
        { update: id, attempts },
        'telegram: update set aside, it fails while others are accepted',
      );
      finish(id);
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
    failed.clear();
    return true;
  }

  return {
    get offset() {
      return offset;
    },

    async take(given) {
      const updates = given
        .filter(isConfirmable)
        .filter(({ update_id: id }) => !beforeOffset.has(id));
      reportUnconfirmable(given.length - given.filter(isConfirmable).length);
      const unfinished = updates.filter(({ update_id: id }) => !finished.has(id));
      const byChat = Map.groupBy(unfinished, chatIdOf);

      await Promise.all([...byChat.values()].map(acceptInOrder));
      setBrokenUpdatesAside();
      return advanceOffset(updates);
    },
  };
}

/** Tells whether the offset can move past an update. */
function isConfirmable(update: Update): boolean {
  const { update_id: id } = Object(update) as Partial<Update>;
  return Number.isSafeInteger(id) && Number(id) >= 0;
}

/** A damaged part of the store concerns one update only, which may never be accepted. */
function isStoreFailure(error: unknown): boolean {
  return error instanceof StoreError && error.kind !== 'damaged';
}

/** Tells whether an update is a message or an edit whose words the store must take in order. */
function hasWords(update: Update): boolean {
  const { message, edited_message: edited, channel_post: post } = update;
  if (edited ?? post ?? update.edited_channel_post ?? update.guest_message) return true;
  return message !== undefined && !message.text?.startsWith('/');
}

/**
 * The id of the chat. An update without a chat gets its own id, so it waits for no other update.
 */
function chatIdOf(update: Update): number {
  const source =
    update.message ??
    update.edited_message ??
    update.channel_post ??
    update.edited_channel_post ??
    update.guest_message ??
    update.callback_query?.message ??
    update.my_chat_member ??
    update.stopped_message_generation;
  // The types promise a chat, but a broken update may have none.
  return source?.chat?.id ?? update.update_id;
}
