import type { Turn } from '../contracts/turns.ts';
import { readInBatches } from '../lib/read-in-batches.ts';
import { TURNS_PREFIX, turnKey } from './keys.ts';
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
  for await (const [key, value] of readInBatches(store, ids.map(turnKey), BATCH_SIZE)) {
    const turn = records.turn(value, key);
    const isUnreadable = value !== undefined && !turn;
    if (isUnreadable || turn?.state === 'waiting' || turn?.state === 'running')
      found.push({ id: key.slice(TURNS_PREFIX.length), turn });
  }
  return found;
}

/** A turn that an earlier run left open. If it was running, it waits again, with one more resume. */
export function waitingAgain(turn: Turn): Turn {
  const isInterrupted = turn.state === 'running';
  return isInterrupted ? { ...turn, state: 'waiting', resumes: turn.resumes + 1 } : turn;
}
