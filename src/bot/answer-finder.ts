import type { Access, Power } from '../contracts/access.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { AnswerSelector } from '../contracts/command.ts';
import type { Conversations } from '../contracts/conversations.ts';
import type { Turn } from '../contracts/turns.ts';
import type { Clock } from '../lib/clock.ts';
import { endsWithin } from '../lib/ends-within.ts';

/** Finds the answers that people want to control. */
export interface AnswerFinder {
  /** Finds the turn of an answer, if the person has this power over it. */
  findControllable(
    answer: AnswerSelector,
    power: Power,
  ): Promise<Turn | 'gone' | 'forgotten' | 'forbidden'>;
  /** As `findControllable`, but waits a moment for a turn that is about to be closed. */
  findEnded(
    answer: AnswerSelector,
    power: Power,
  ): Promise<Turn | 'gone' | 'forgotten' | 'forbidden' | 'busy'>;
  /** As `findControllable`, for the person's own newest question that has an answer, or is going to get one. */
  findOwn(
    channel: Channel,
    author: Author,
    power: Power,
  ): Promise<Turn | 'gone' | 'forgotten' | 'forbidden'>;
}

/** The stored turns, and the table of powers. */
export interface AnswerFinderParts {
  readonly conversations: Pick<Conversations, 'find' | 'since'>;
  readonly access: Pick<Access, 'may'>;
  readonly clock: Clock;
  /** As in `Dispatcher`. */
  whenEnded(turn: Turn): Promise<void>;
}

/** The final buttons become visible shortly before the turn is closed: a press waits this long for the close. */
const CLOSE_TIMEOUT_MS = 2_000;
/** People take back what they still see. */
const MAX_SEARCHED_TURNS = 300;

/** Creates the finder. */
export function createAnswerFinder({
  conversations,
  access,
  clock,
  whenEnded,
}: AnswerFinderParts): AnswerFinder {
  const findControllable: AnswerFinder['findControllable'] = async (
    { channel, author, ...selector },
    power,
  ) => {
    const found = await conversations.find(channel, selector);
    if (!found) return 'gone';
    if (found.turn.inputs.length === 0) return 'forgotten';

    const isAsker = found.turn.inputs.some((input) => input.author.id === author.id);
    return (await access.may(power, author, channel, isAsker)) ? found.turn : 'forbidden';
  };

  return {
    findControllable,

    async findEnded(answer, power) {
      const found = await findControllable(answer, power);
      if (typeof found === 'string') return found;
      await endsWithin(clock, CLOSE_TIMEOUT_MS, whenEnded(found));

      // The sequence number finds the same turn, even if another one is the newest by now.
      const { channel, author } = answer;
      const turn = await findControllable({ channel, author, sequence: found.sequence }, power);
      return typeof turn !== 'string' && isOpen(turn) ? 'busy' : turn;
    },

    async findOwn(channel, author, power) {
      let searched = 0;
      for await (const turn of conversations.since(channel)) {
        const { sequence, inputs } = turn;
        if (isAnswered(turn) && inputs.some((input) => input.author.id === author.id)) {
          return findControllable({ channel, author, sequence }, power);
        }
        searched += 1;
        if (searched >= MAX_SEARCHED_TURNS) break;
      }
      return 'forbidden';
    },
  };
}

/** Tells whether a question has an answer, or is going to get one. One that was stopped while it waited has none. */
function isAnswered(turn: Turn): boolean {
  if (isOpen(turn)) return !turn.isStopped;
  return turn.versions.some(({ model, end }) => model !== '' || end !== 'stopped');
}

/** Tells whether a turn waits or runs. */
export function isOpen({ state }: Turn): boolean {
  return state === 'waiting' || state === 'running';
}
