import type { Update } from 'grammy/types';
import type { Log } from '../../../lib/log.ts';
import { createLru } from '../../../lib/lru.ts';

/** Which updates are accepted, and so from which one on Telegram is asked. */
export interface UpdateIntake {
  /** All updates before it are accepted or set aside. */
  readonly offset: number;
  /** Takes what Telegram gave for `offset`. `false`: some failed and must be taken again, after a pause. */
  take(updates: readonly Update[]): Promise<boolean>;
}

interface Failure {
  tries: number;
  /** How many updates had been accepted when it failed first. */
  readonly acceptedBefore: number;
}

const MOST_TRIES = 5;
/** Other servers than Telegram's may give what stands before the offset again, at every poll. */
const REMEMBERED_UPDATES = 1_000;

/**
 * Telegram hands out up to 100 updates from the offset on, again and again until the offset moves. So those behind a
 * failing one are taken meanwhile, except from the same chat, where order matters. One that failed five times while
 * others were accepted is broken itself: it is set aside. While nothing is accepted, the store is broken, and nothing may be lost.
 */
export function createUpdateIntake(
  accept: (update: Update) => Promise<void>,
  log: Log,
): UpdateIntake {
  // Both hold at most one batch: what stands behind the offset.
  const done = new Set<number>();
  const failures = new Map<number, Failure>();
  const behind = createLru<number, true>(REMEMBERED_UPDATES);
  let offset = 0;
  let accepted = 0;

  async function takeInOrder(updates: readonly Update[]): Promise<void> {
    for (const update of updates) {
      try {
        await accept(update);
        accepted++;
        finish(update.update_id);
      } catch (error) {
        if (fail(update, error).tries < MOST_TRIES) return;
      }
    }
  }

  function fail({ update_id: id }: Update, error: unknown): Failure {
    const failure = failures.get(id) ?? { tries: 0, acceptedBefore: accepted };
    failure.tries++;
    failures.set(id, failure);
    log.warn(
      { update: id, tries: failure.tries, error: String(error) },
      'an update could not be accepted',
    );
    return failure;
  }

  function finish(id: number): void {
    done.add(id);
    failures.delete(id);
  }

  function setHopelessAside(): void {
    for (const [id, { tries, acceptedBefore }] of failures) {
      if (tries < MOST_TRIES || accepted === acceptedBefore) continue;
      log.error(
        { update: id, tries },
        'an update was set aside: it fails again and again while others are accepted',
      );
      finish(id);
    }
  }

  function advance(updates: readonly Update[]): boolean {
    for (const { update_id: id } of updates) {
      if (!done.delete(id)) return false;
      behind.set(id, true);
      offset = id + 1;
    }
    done.clear();
    failures.clear();
    return true;
  }

  return {
    get offset() {
      return offset;
    },
    async take(given) {
      const updates = given.filter(({ update_id: id }) => !behind.has(id));
      const open = updates.filter(({ update_id: id }) => !done.has(id));
      await Promise.all([...Map.groupBy(open, chatOf).values()].map(takeInOrder));
      setHopelessAside();
      return advance(updates);
    },
  };
}

/** Updates without a chat are each on their own. */
function chatOf(update: Update): number {
  const { message, edited_message: edited, callback_query: query, my_chat_member: member } = update;
  const chat = (message ?? edited ?? query?.message ?? member ?? update.stopped_message_generation)
    ?.chat;
  return chat?.id ?? update.update_id;
}
