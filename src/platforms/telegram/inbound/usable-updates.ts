import type { Update } from 'grammy/types';
import type { Log } from '../../../lib/log.ts';

/** Tells the updates that have a usable id. Reports the others once: some servers give them again at every poll. */
export function createUsableUpdates(log: Log): (given: unknown) => given is Update {
  let hasReported = false;

  return (given): given is Update => {
    const { update_id: id } = Object(given) as Partial<Update>;
    if (Number.isSafeInteger(id) && Number(id) >= 0) return true;

    if (!hasReported) log.error({}, 'telegram: updates without a usable id set aside');
    hasReported = true;
    return false;
  };
}
