import type { Turn, Turns } from '../../contracts/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import { createExpiringMap } from '../../lib/expiring-map.ts';
import type { Log } from '../../lib/log.ts';

/**
 * The ends of answers that the bot had no right to show. The visible part of such an answer has the
 * buttons of a growing one.
 */
export interface HiddenEnds {
  /** Records an ended turn whose end is not shown. */
  record(turn: Turn): void;
  /** Shows the recorded end of a conversation, if it has one. Call it when the bot could write there. */
  show(conversation: string): Promise<void>;
}

/** The stored turns, and the log. */
interface HiddenEndsParts {
  readonly turns: Pick<Turns, 'reopen'>;
  readonly clock: Clock;
  readonly log: Log;
}

const MAX_CONVERSATIONS = 1_000;

/** Creates the record of this process. After a restart, a press on one of these buttons shows the end. */
export function createHiddenEnds({ turns, clock, log }: HiddenEndsParts): HiddenEnds {
  const lastTurns = createExpiringMap<string, Turn>({ clock, maxEntries: MAX_CONVERSATIONS });

  return {
    record(turn) {
      lastTurns.set(turn.conversation, turn);
    },

    async show(conversation) {
      const turn = lastTurns.get(conversation);
      if (!turn) return;

      lastTurns.delete(conversation);
      const rerun = { kind: 'show', version: turn.shownVersion } as const;
      await turns.reopen(turn, rerun).catch((error: unknown) => {
        log.warn({ turn: turn.id, error }, 'answer: the end of an earlier answer was not shown');
      });
    },
  };
}
