import type { Turn } from '../contracts/turns.ts';
import { StoreError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { OPEN_KEY, turnKey } from './keys.ts';
import { type OpenMark, openMarkRecord } from './records.ts';
import type { SharedState } from './shared-state.ts';

/** The number of turns in one read. */
const BATCH_SIZE = 100;

/** A turn that an earlier run left open. */
interface LeftOpen {
  readonly id: string;
  /** `undefined`: the turn cannot be read. */
  readonly turn: Turn | undefined;
}

/**
 * Finds the turns that an earlier run left open. A running turn waits again, with one more resume; its
 * next run decides whether that is too often. Writes nothing but a mark that could not be read: a run
 * that dies before it claims a turn has not tried it.
 */
export async function recoverOpenTurns(shared: SharedState, log: Log): Promise<void> {
  const { open, marked } = shared;
  for (const { id, turn } of await findOpenTurns(shared, log)) {
    // The mark of an unreadable turn stays for a version that can read it.
    marked.add(id);
    if (!turn) continue;
    const isInterrupted = turn.state === 'running';
    open.add(isInterrupted ? { ...turn, state: 'waiting', resumes: turn.resumes + 1 } : turn);
  }

  if (open.size > 0) log.info({ turns: open.size }, 'conversations: continuing unfinished turns');
}

/** Finds the open turns by their mark, in the order in which they were accepted. */
async function findOpenTurns(shared: SharedState, log: Log): Promise<readonly LeftOpen[]> {
  const { store, records } = shared;
  const mark = records.openMark(await store.get(OPEN_KEY), OPEN_KEY);
  if (mark && mark !== 'unreadable') return readOpenTurns(shared, mark.turns);

  // The mark is unreadable, or missing: in a new store, or in one that was recovered.
  try {
    const keys = await store.findKeys(turnKey(''));
    const turns = await readOpenTurns(
      shared,
      keys.map((key) => key.slice(turnKey('').length)),
    );
    const found = turns
      .flatMap(({ id, turn }) => (turn ? { id, turn } : []))
      .sort((a, b) => a.turn.acceptedAt - b.turn.acceptedAt);
    if (mark === 'unreadable')
      await store.replace(OPEN_KEY, openMarkRecord(found.map(({ id }) => id)));
    return found;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.error({ error: error.message }, 'conversations: unfinished turns cannot be found');
    return [];
  }
}

async function readOpenTurns(
  { store, records }: SharedState,
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
