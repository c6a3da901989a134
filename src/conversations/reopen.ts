import type { Turn, Turns } from '../contracts/turns.ts';
import { turnKey } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { markChange, readTurn, turnChange } from './records.ts';
import type { TurnLimits } from './turn-limits.ts';

/** Opens ended turns once more, each with one write: the mark comes before what it marks, as when a message is accepted. */
export function createReopen(
  { store, open, lock, marked }: Ledger,
  limits: TurnLimits,
): Turns['reopen'] {
  return (turn, rerun) =>
    lock(turn.conversation, async () => {
      const waiting = open.of(turn.conversation).filter(({ state }) => state === 'waiting');
      const isFull = waiting.length >= limits.waitingLimit || open.size >= limits.openLimit;
      if (isFull || open.find(turn)) return 'busy';
      const key = turnKey(turn.id);
      const stored = readTurn(await store.get(key), key);
      if (!stored) return 'gone';
      const { address } = turn;
      const reopened: Turn = {
        ...stored,
        address,
        state: 'waiting',
        creating: false,
        resumes: 0,
        rerun,
      };
      marked.add(turn.id);
      await store.write([markChange(marked), turnChange(reopened)]);
      open.add(reopened);
      return 'reopened';
    });
}
