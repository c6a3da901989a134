import type { FoundTurn, TurnSelector } from '../contracts/conversations.ts';
import type { Turn } from '../contracts/turns.ts';
import { hasStarted } from './has-started.ts';
import { turnId, turnKey } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { readBackwards } from './read-history.ts';
import { readTurn } from './records.ts';

/** People ask about what they can still see; older turns are not worth the reads. */
const MOST_TURNS = 300;

/** As `Conversations.find`. */
export async function findTurn(
  ledger: Ledger,
  conversation: string,
  which: TurnSelector,
): Promise<FoundTurn | undefined> {
  const queue = ledger.open.of(conversation);
  const isAny = which.messageId === undefined && which.sequence === undefined;
  const ahead = isAny ? -1 : queue.findIndex((turn) => fits(turn, which));
  const turn = queue[ahead] ?? (await findEnded(ledger, conversation, which));
  return turn && { turn, turnsAhead: Math.max(0, ahead) };
}

async function findEnded(
  { store, readHead }: Ledger,
  conversation: string,
  which: TurnSelector,
): Promise<Turn | undefined> {
  if (which.sequence !== undefined) {
    const key = turnKey(turnId(conversation, which.sequence));
    const turn = readTurn(await store.get(key), key);
    return turn && fits(turn, which) ? turn : undefined;
  }
  const head = await readHead(conversation);
  let looked = 0;
  for await (const turn of readBackwards(store, conversation, head.sequence)) {
    const isIt =
      which.messageId === undefined
        ? turn.epoch === head.epoch && hasAnswer(turn)
        : fits(turn, which);
    if (isIt) return turn;
    if (++looked >= MOST_TURNS) return undefined;
  }
  return undefined;
}

function fits(
  { sequence, inputs, answerMessages, creating }: Turn,
  { messageId, ...which }: TurnSelector,
): boolean {
  if (which.sequence !== undefined && which.sequence !== sequence) return false;
  if (messageId === undefined) return true;
  // People may be faster than the answer of the network that gives a new message its id.
  if (which.sequence !== undefined && creating) return true;
  return (
    inputs.some(({ id }) => id === messageId) ||
    answerMessages.some((place) => place.messageId === messageId)
  );
}

/** People see one, or it grows. What was stopped while it waited, or taken back, has none. */
function hasAnswer(turn: Turn): boolean {
  return turn.versions.length > 0 || hasStarted(turn);
}
