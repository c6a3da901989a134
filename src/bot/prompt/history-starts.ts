import type { Turn } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';

/**
 * Remembers with which turn the history of each conversation begins, once it no longer fits. Then many
 * prompts begin alike: services keep what they have read, and summaries are made seldom.
 */
export interface HistoryStarts {
  /** A sequence number. `undefined`: the history fits, or nothing is known. */
  get(turn: Turn, model: string): number | undefined;
  set(turn: Turn, model: string, sequence: number): void;
}

const MAX_CONVERSATIONS = 10_000;

/** Creates the memory of one process. After a restart, histories are trimmed anew. */
export function createHistoryStarts(clock: Clock): HistoryStarts {
  const starts = createExpiringMap<string, number>({ clock, maxEntries: MAX_CONVERSATIONS });
  // The windows of models differ.
  const keyOf = ({ conversation, epoch }: Turn, model: string) =>
    `${conversation}#${epoch} ${model}`;

  return {
    get(turn, model) {
      const start = starts.get(keyOf(turn, model));
      // An older question that is answered again has a history of its own.
      return start !== undefined && start <= turn.sequence ? start : undefined;
    },
    set: (turn, model, sequence) => starts.set(keyOf(turn, model), sequence),
  };
}
