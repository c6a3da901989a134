import type { Change } from '../contracts/store.ts';
import type { Turn } from '../contracts/turns.ts';
import { StoreError } from '../errors.ts';
import { endedTurn } from './ended-turn.ts';
import { historyLifetime } from './history-lifetime.ts';
import { turnChange } from './records.ts';
import type { SharedState, TurnLimits } from './shared-state.ts';
import { summaryDrops } from './summary-drops.ts';

/** Writes turns, and keeps the queues of open turns in step with the store. Each call is one write. */
export interface TurnWrites {
  /** Saves open turns, and ends others, which may have ended before. */
  save(turns: readonly Turn[], ended?: readonly Turn[]): Promise<void>;
  /** Saves a turn that had ended, as an open one. */
  open(turn: Turn): Promise<void>;
  /** Saves a turn that had ended, and stays so. */
  keep(turn: Turn): Promise<void>;
  /** Gives the change that ends a turn, for a write with other changes in it. */
  endChange(turn: Turn): Change;
}

/** Creates the writes. Call them under the lock of the turns' conversation. */
export function createTurnWrites(
  shared: SharedState,
  { historyDaysOf }: Pick<TurnLimits, 'historyDaysOf'>,
): TurnWrites {
  const { store, open, marks } = shared;
  const endChange = (turn: Turn) => ({
    ...turnChange(endedTurn(turn)),
    ...historyLifetime(historyDaysOf(turn.address.channel)),
  });

  /**
   * Writes what accepted turns have become. A damaged part of the file keeps them from being saved,
   * which the store logs, but not from being answered, and it must not stop other conversations.
   */
  async function writeProgress(changes: readonly Change[]): Promise<void> {
    await store.write(changes).catch((error: unknown) => {
      if (!(error instanceof StoreError && error.kind === 'damaged')) throw error;
    });
  }

  return {
    async save(turns, ended = []) {
      // A turn that is open for the first time is in no summary.
      const old = [...turns.filter(({ rerun }) => rerun), ...ended];
      const drops = await summaryDrops(shared, old);
      const changes = [...turns.map(turnChange), ...ended.map(endChange), ...drops];
      await writeProgress([...changes, ...marks.endChanges(ended)]);
      for (const turn of turns) open.replace(turn);
      for (const turn of ended) {
        open.remove(turn);
        marks.remove(turn);
      }
    },

    async open(turn) {
      const [drops, chat] = await Promise.all([
        summaryDrops(shared, [turn]),
        marks.chatOf(turn.address.channel),
      ]);
      await store.write([marks.add(turn, chat), turnChange(turn), ...drops]);
      open.add(turn);
    },

    endChange,

    async keep(turn) {
      await store.write([endChange(turn), ...(await summaryDrops(shared, [turn]))]);
    },
  };
}
