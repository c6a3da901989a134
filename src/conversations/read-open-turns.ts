import type { Turn } from '../contracts/turns.ts';
import { turnKey } from './keys.ts';
import type { OpenMark } from './records.ts';
import type { SharedState } from './shared-state.ts';

/** The number of turns in one read. */
const BATCH_SIZE = 100;

/** A turn that an earlier run left open. */
export interface LeftOpen {
  readonly id: string;
  /** `undefined`: the turn cannot be read. */
  readonly turn: Turn | undefined;
}

/** Reads those of these turns that are open, or that cannot be read. */
export async function readOpenTurns(
  { store, records }: Pick<SharedState, 'store' | 'records'>,
  ids: OpenMark['turns'],
): Promise<readonly LeftOpen[]> {
  const found: LeftOpen[] = [];
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const batch = ids.slice(start, start + BATCH_SIZE);
    const values = await store.getMany(batch.map(turnKey));

    for (const [index, id] of batch.entries()) {
      const value = values[index];
      const turn = records.turn(value, turnKey(id));
      const isUnreadable = value !== undefined && !turn;
      if (isUnreadable || turn?.state === 'waiting' || turn?.state === 'running')
        found.push({ id, turn });
    }
  }
  return found;
}

/** A turn that an earlier run left open. If it was running, it waits again, with one more resume. */
export function waitingAgain(turn: Turn): Turn {
  const isInterrupted = turn.state === 'running';
  return isInterrupted ? { ...turn, state: 'waiting', resumes: turn.resumes + 1 } : turn;
}
