import type { Turn } from '../contracts/turns.ts';
import type { Log } from '../lib/log.ts';
import { OPEN_KEY, turnKey } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { type OpenMark, readRecord, readTurn } from './records.ts';

const BATCH = 100;

/**
 * Finds the turns that an earlier run left open. One that was being answered waits again, with one more in `resumes`:
 * it is asked anew, and who claims it decides how often that may be. Writes nothing: a run that dies before it claims a
 * turn did not try it.
 */
export async function recoverOpenTurns({ store, open, marked }: Ledger, log: Log): Promise<void> {
  const { turns: ids = [] } = readRecord<OpenMark>(await store.get(OPEN_KEY), OPEN_KEY) ?? {};
  // The mark lists them in the order in which they were accepted.
  for (let start = 0; start < ids.length; start += BATCH) {
    const batch = ids.slice(start, start + BATCH);
    const values = await store.getMany(batch.map(turnKey));
    for (const [index, id] of batch.entries()) {
      const turn = readOpen(values[index], id, marked, log);
      if (!turn) continue;
      marked.add(id);
      open.add(
        turn.state === 'running' ? { ...turn, state: 'waiting', resumes: turn.resumes + 1 } : turn,
      );
    }
  }
  if (open.size > 0)
    log.info({ turns: open.size }, 'Found turns that were not finished; finishing them');
}

/** `undefined` where the mark lists too much: the turn was never written, or has ended. */
function readOpen(value: unknown, id: string, marked: Set<string>, log: Log): Turn | undefined {
  try {
    const turn = readTurn(value, turnKey(id));
    return turn?.state === 'waiting' || turn?.state === 'running' ? turn : undefined;
  } catch (error) {
    // Stays marked, for the version that can read it.
    marked.add(id);
    log.error({ error, turn: id }, 'Cannot read an unfinished turn; leaving it as it is');
    return undefined;
  }
}
