import type { People } from '../../contracts/settings.ts';
import type { AcceptOutcome, NewTurn, Turn, Turns } from '../../contracts/turns.ts';
import type { Log } from '../../lib/log.ts';
import type { Dispatcher } from '../dispatcher.ts';
import { isRemembered } from '../is-remembered.ts';
import type { WaitSigns } from '../wait-signs.ts';

/** Stores a message that asks, and runs what it became. */
export type QuestionStore = (turn: NewTurn) => Promise<AcceptOutcome>;

/** The stored turns, and what people chose for themselves. */
export interface QuestionStoreParts {
  readonly turns: Pick<Turns, 'accept' | 'open'>;
  readonly people: Pick<People, 'settings'>;
  readonly log: Log;
}

interface StoreTargets {
  readonly dispatcher: Pick<Dispatcher, 'kick' | 'supersede' | 'isStopped' | 'startsAtOnce'>;
  readonly signs: Pick<WaitSigns, 'show'>;
}

/** Creates the store of questions. */
export function createQuestionStore(
  { turns, people, log }: QuestionStoreParts,
  { dispatcher, signs }: StoreTargets,
): QuestionStore {
  const mayJoin = (turn: Turn) => !dispatcher.isStopped(turn);

  async function store(turn: NewTurn): Promise<AcceptOutcome> {
    const isPrivate = !isRemembered(people, turn.message);
    const asked = isPrivate ? { ...turn, isPrivate } : turn;
    const outcome = await turns.accept(asked, mayJoin, dispatcher.startsAtOnce);
    if (outcome === 'accepted') {
      dispatcher.kick();
      showSign(turn).catch((error: unknown) => log.debug({ error }, 'bot: no wait sign was shown'));
    }
    if (outcome === 'joined') {
      const joined = await findOpen(turn);
      if (joined) await dispatcher.supersede(joined.turn, { pauses: false });
    }
    return outcome;
  }

  /** The open turn that holds the message, and the number of turns before it. */
  async function findOpen({ message, address }: NewTurn) {
    const queue = await turns.open(address.channel);
    const index = queue.findIndex(({ inputs }) => inputs.some(({ id }) => id === message.id));
    const turn = queue[index];
    return turn && { turn, index };
  }

  /** Shows people that a question that has to wait was heard. */
  async function showSign(accepted: NewTurn): Promise<void> {
    const found = await findOpen(accepted);
    if (!found || found.index === 0 || found.turn.state !== 'waiting') return;
    // The network itself shows that the answer to an interaction is under way.
    if (accepted.address.interaction) return;
    signs.show(found.turn, found.index);
  }

  return store;
}
