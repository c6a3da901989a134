import type { ChatMessage } from '../../contracts/chat-message.ts';
import type { People } from '../../contracts/settings.ts';
import type { AcceptOutcome, NewTurn, Turn, Turns } from '../../contracts/turns.ts';
import type { Log } from '../../lib/log.ts';
import type { Dispatcher } from '../dispatcher.ts';
import type { WaitSigns } from '../wait-signs.ts';

/** Stores a question or a part of one, and runs what it became. */
export type StoreQuestion = (turn: NewTurn) => Promise<AcceptOutcome>;

interface QuestionStoreParts {
  readonly turns: Pick<Turns, 'accept' | 'open'>;
  readonly people: Pick<People, 'settings'>;
  readonly log: Log;
}

interface QuestionStoreTargets {
  readonly dispatcher: Pick<Dispatcher, 'kick' | 'supersede' | 'isStopped'>;
  readonly signs: Pick<WaitSigns, 'show'>;
}

/** `false`: the author wants that no later prompt has the message. */
export function isRemembered(
  people: Pick<People, 'settings'>,
  { author, channel }: ChatMessage,
): boolean {
  return people.settings(channel.platform, author.id).isRemembered !== false;
}

/** Creates the one way of questions to the store. */
export function createQuestionStore(
  { turns, people, log }: QuestionStoreParts,
  { dispatcher, signs }: QuestionStoreTargets,
): StoreQuestion {
  const mayJoin = (turn: Turn) => !dispatcher.isStopped(turn);

  /** The open turn that holds the message, and the number of turns before it. */
  async function findOpen({ message, address }: NewTurn) {
    const queue = await turns.open(address.channel);
    const index = queue.findIndex(({ inputs }) => inputs.some(({ id }) => id === message.id));
    const turn = queue[index];
    return turn && { turn, index };
  }

  /** Shows people that a question that has to wait was heard. */
  async function showSign(accepted: NewTurn): Promise<void> {
    // The network itself shows that the answer to an interaction is under way.
    if (accepted.address.interaction) return;
    const found = await findOpen(accepted);
    if (!found || found.index === 0 || found.turn.state !== 'waiting') return;
    signs.show(found.turn, found.index);
  }

  return async (turn) => {
    const isPrivate = !isRemembered(people, turn.message);
    const outcome = await turns.accept(isPrivate ? { ...turn, isPrivate } : turn, mayJoin);
    if (outcome === 'accepted') {
      dispatcher.kick();
      showSign(turn).catch((error: unknown) => log.debug({ error }, 'bot: no wait sign was shown'));
    }
    if (outcome === 'joined') {
      const joined = await findOpen(turn);
      if (joined) await dispatcher.supersede(joined.turn, { pauses: false });
    }
    return outcome;
  };
}
