import type { Update } from 'grammy/types';
import { StoreError } from '../../../errors.ts';
import type { Clock } from '../../../lib/clock.ts';
import { createExpiringMap } from '../../../lib/expiring-map.ts';
import type { Log } from '../../../lib/log.ts';

/** `store-failing`: no attempt counts while the store fails. `broken`: it has failed five times. */
export type UpdateOutcome = 'accepted' | 'store-failing' | 'failed' | 'broken';

/** Accepts updates one by one, and knows which of them fail again and again. */
export interface UpdateAttempts {
  /** Never rejects. */
  accept(update: Update): Promise<UpdateOutcome>;
  /**
   * Tells whether a broken update is to be set aside: others were accepted since its first failure, so the update
   * itself is at fault. Then it is logged, and its failures are forgotten.
   */
  setsAside(id: number): boolean;
}

/** The parts of the attempts. */
interface UpdateAttemptsParts {
  /** Rejects when Telegram must deliver the update again. */
  accept(update: Update): Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

interface FailedUpdate {
  readonly attempts: number;
  /** The number of updates that were accepted before the first failure of this one. */
  readonly acceptedBefore: number;
}

const MAX_ATTEMPTS = 5;
const REMEMBERED_FAILURES = 1_000;

/** Creates the attempts of one bot. No update has failed yet. */
export function createUpdateAttempts(parts: UpdateAttemptsParts): UpdateAttempts {
  const { clock, log } = parts;
  const failed = createExpiringMap<number, FailedUpdate>({
    clock,
    maxEntries: REMEMBERED_FAILURES,
  });
  let acceptedCount = 0;

  function recordFailure(id: number, error: unknown): FailedUpdate {
    const { attempts, acceptedBefore } = failed.get(id) ?? {
      attempts: 0,
      acceptedBefore: acceptedCount,
    };
    const failure = { attempts: attempts + 1, acceptedBefore };
    failed.set(id, failure);

    const fields = { update: id, attempts: failure.attempts, error: String(error) };
    log.warn(fields, 'telegram: update not accepted');
    return failure;
  }

  return {
    async accept(update) {
      try {
        await parts.accept(update);
        acceptedCount += 1;
        failed.delete(update.update_id);
        return 'accepted';
      } catch (error) {
        if (isStoreFailure(error)) return 'store-failing';
        const { attempts } = recordFailure(update.update_id, error);
        return attempts < MAX_ATTEMPTS ? 'failed' : 'broken';
      }
    },

    setsAside(id) {
      const { attempts = 0, acceptedBefore = 0 } = failed.get(id) ?? {};
      if (attempts < MAX_ATTEMPTS || acceptedCount === acceptedBefore) return false;

      const fields = { update: id, attempts };
      log.error(fields, 'telegram: update set aside, it fails while others are accepted');
      failed.delete(id);
      return true;
    },
  };
}

/** A damaged part of the store concerns one update only, which may never be accepted. */
function isStoreFailure(error: unknown): boolean {
  return error instanceof StoreError && error.kind !== 'damaged';
}
