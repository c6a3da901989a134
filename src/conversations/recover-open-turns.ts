import type { Turn } from '../contracts/turns.ts';
import type { Log } from '../lib/log.ts';
import { OPEN_KEY, turnKey } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { type OpenMark, readRecord, readTurn } from './records.ts';

/** The number of turns in one read. */
const BATCH_SIZE = 100;

/**
 * Finds the turns that an earlier run left open. A running turn waits again, with one more resume; its
 * next run decides whether that is too often. Writes nothing: a run that dies before it claims a turn
 * has not tried it.
 */
export async function recoverOpenTurns({ store, open, marked }: Ledger, log: Log): Promise<void> {
  const mark = readRecord<OpenMark>(await store.get(OPEN_KEY), OPEN_KEY);
  // The mark lists the turns in the order in which they were accepted.
  const ids = mark?.turns ?? [];

  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const batch = ids.slice(start, start + BATCH_SIZE);
    const values = await store.getMany(batch.map(turnKey));

    for (const [index, id] of batch.entries()) {
      const turn = readOpenTurn(values[index], id, marked, log);
      if (!turn) continue;
      marked.add(id);
      const isInterrupted = turn.state === 'running';
      open.add(isInterrupted ? { ...turn, state: 'waiting', resumes: turn.resumes + 1 } : turn);
    }
  }

  if (open.size > 0) log.info({ turns: open.size }, 'conversations: continuing unfinished turns');
}

/** Reads a turn that the mark lists. `undefined`: it was never written, has ended, or cannot be read. */
function readOpenTurn(value: unknown, id: string, marked: Set<string>, log: Log): Turn | undefined {
  try {
    const turn = readTurn(value, turnKey(id));
    return turn?.state === 'waiting' || turn?.state === 'running' ? turn : undefined;
  } catch (error) {
    // The mark stays for a version that can read the turn.
    marked.add(id);
    log.error({ error, turn: id }, 'conversations: an unfinished turn is unreadable, skipping it');
    return undefined;
  }
}
