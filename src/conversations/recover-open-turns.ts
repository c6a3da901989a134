import { StoreError } from '../errors.ts';
import type { Log } from '../lib/log.ts';
import { OPEN_KEY, turnKey } from './keys.ts';
import { type LeftOpen, readOpenTurns, waitingAgain } from './read-open-turns.ts';
import { openMarkRecord } from './records.ts';
import type { SharedState } from './shared-state.ts';
import type { SingleMark } from './single-mark.ts';

/** The state of a store that no other process works on. */
interface RecoveredState extends SharedState {
  readonly marks: SingleMark;
}

/**
 * Finds the turns that an earlier run left open. A running turn waits again, with one more resume; its
 * next run decides whether that is too often. Writes nothing but a mark that could not be read: a run
 * that dies before it claims a turn has not tried it.
 */
export async function recoverOpenTurns(shared: RecoveredState, log: Log): Promise<void> {
  const { open, marks } = shared;
  const found = await findOpenTurns(shared, log);
  // The mark of an unreadable turn stays for a version that can read it.
  marks.restore(found.map(({ id }) => id));
  for (const { turn } of found) if (turn) open.add(waitingAgain(turn));

  if (open.size > 0) log.info({ turns: open.size }, 'conversations: continuing unfinished turns');
}

/** Finds the open turns by their mark, in the order in which they were accepted. */
export async function findOpenTurns(shared: SharedState, log: Log): Promise<readonly LeftOpen[]> {
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
