import assert from 'node:assert/strict';
import type { Turn } from '../../../src/contracts/turns.ts';
import { questionsIn, wordsIn } from '../marks.ts';
import type { Seat } from '../people.ts';
import { isOpen } from '../scene.ts';
import { judgeTurn, judgeWithdrawnTurn, lastQuestionOf, ownMessages } from '../verdict.ts';
import type { Crowd } from './crowd.ts';

/** What the judge reads of a crowd. */
export type JudgedCrowd = Pick<Crowd, 'seats' | 'questions' | 'withdrawn' | 'deleted'>;

/** What became of the questions of a run. */
export interface FleetVerdict {
  readonly questions: number;
  readonly lost: number;
  readonly doubled: number;
  readonly turns: number;
  readonly answered: number;
  readonly failedVisibly: number;
  readonly stopped: number;
  /** As in `Verdict`. */
  readonly strays: number;
  /** Neighbours in a conversation whose order was checked. */
  readonly pairsInOrder: number;
  /** Every promise that was not kept, in words. */
  readonly broken: readonly string[];
}

/**
 * Checks that every question has one whole answer in its place, or one visible end, and that the answers of a conversation are in the order
 * of its questions.
 */
export function judgeFleet(turns: readonly Turn[], crowd: JudgedCrowd): FleetVerdict {
  const broken: string[] = [];
  const check = (work: () => void) => {
    try {
      work();
    } catch (error) {
      broken.push(String(error instanceof Error ? error.message : error));
    }
  };

  const inputs = turns.flatMap((turn) => turn.inputs.flatMap(({ text }) => questionsIn(text)));
  const asked = new Set(inputs);
  const lost = [...crowd.questions.values()]
    .filter(({ question }) => !asked.has(question))
    .map(
      ({ question, seat, message }) =>
        `${question} (${seat.network.name} ${seat.roomId} ${message?.id})`,
    );
  check(() => assert.deepEqual(lost, [], 'no question is lost'));
  const doubled = inputs.filter((question, index) => inputs.indexOf(question) !== index);
  check(() => assert.deepEqual(doubled, [], 'no question is doubled'));
  const open = turns.filter(isOpen).map(({ id, state }) => `${id} ${state}`);
  check(() => assert.deepEqual(open, [], 'no turn is left open'));

  let strays = 0;
  const kept = turns.filter((turn) => turn.inputs.length > 0);
  for (const turn of kept) {
    check(() => {
      strays += judgeOne(turn, crowd);
    });
  }
  const withdrawn = turns.filter((turn) => turn.inputs.length === 0);
  for (const turn of withdrawn) check(() => judgeWithdrawn(turn, crowd));
  check(() => judgeMessages(turns, crowd));
  let pairsInOrder = 0;
  for (const conversation of Map.groupBy(kept, (turn) => turn.conversation).values()) {
    check(() => {
      pairsInOrder += judgeOrder(conversation, crowd);
    });
  }

  const count = (state: Turn['state']) => kept.filter((turn) => turn.state === state).length;
  return {
    ...{
      questions: inputs.length,
      lost: lost.length,
      doubled: doubled.length,
      turns: kept.length,
      answered: count('done'),
    },
    ...{ failedVisibly: count('failed'), stopped: count('stopped'), strays, pairsInOrder },
    broken,
  };
}

function judgeOne(turn: Turn, crowd: JudgedCrowd): number {
  const held = turn.inputs.flatMap(({ text }) => questionsIn(text));
  const entries = held.flatMap((question) => crowd.questions.get(question) ?? []);
  const asked = crowd.questions.get(lastQuestionOf(turn)) ?? entries[0];
  assert.ok(asked, `${turn.id}: nobody asks ${held.join(' ')} any more`);
  // An answer may be to the words before an edit, where the question was not the newest any more.
  const own = new Set([...held, ...entries.flatMap(({ earlier }) => earlier)]);
  // It may also be to a part that was deleted after the answer had ended.
  const answered = turn.versions.flatMap(({ text }) => wordsIn(text).map((word) => word.question));
  const taken = new Set(answered.filter((question) => crowd.withdrawn.has(question)));
  return judgeTurn(turn, asked, (question) => own.has(question) || taken.has(question));
}

function judgeWithdrawn(turn: Turn, { seats, withdrawn }: JudgedCrowd): void {
  const { platform, id } = turn.address.channel;
  const seat = seats.find(({ network, roomId }) => network.name === platform && roomId === id);
  assert.ok(seat, `${turn.id} is in a room of the crowd`);
  judgeWithdrawnTurn(turn, seat, (question) => withdrawn.has(question));
}

/** Checks that each message with words of an answer belongs to one turn, whatever became of its question. A bot on Telegram cannot look up its messages. */
function judgeMessages(turns: readonly Turn[], { seats }: JudgedCrowd): void {
  const onDiscord = turns.filter(({ address }) => address.channel.platform === 'discord');
  const ids = onDiscord.flatMap((turn) => turn.answerMessages.map(({ messageId }) => messageId));
  const shared = ids.filter((id, index) => ids.indexOf(id) !== index);
  assert.deepEqual(shared, [], 'no message belongs to two turns');

  const known = new Set(ids);
  const rooms = new Map<string, Seat>();
  for (const seat of seats) if (seat.network.name === 'discord') rooms.set(seat.roomId, seat);
  const strays = [...rooms.values()].flatMap((seat) =>
    ownMessages(seat)
      .filter(({ id, text }) => !known.has(id) && wordsIn(text).length > 0)
      .map(({ id, text }) => `${seat.roomId} ${id} ${text.slice(0, 60)} … ${text.slice(-60)}`),
  );
  assert.deepEqual(strays, [], 'every message of an answer belongs to a turn');
}

/** The number of pairs. What the same person adds joins the first question, so that one tells the place of a turn. */
function judgeOrder(turns: readonly Turn[], { deleted }: JudgedCrowd): number {
  const inOrder = [...turns].sort((a, b) => a.sequence - b.sequence);
  const answered = inOrder.filter(
    ({ state, answerMessages }) => state === 'done' && answerMessages.length > 0,
  );
  const numbers = (ids: readonly (string | undefined)[]) => ids.map((id) => BigInt(id ?? 0));
  const firsts = numbers(inOrder.map(({ inputs }) => inputs[0]?.id));
  // A question that is deleted may have begun the turn.
  const mayLackFirst = (first: bigint, index: number) =>
    numbers(deleted.map(({ id }) => id)).some((id) => id < first && id > (firsts[index - 1] ?? 0n));
  const questions = firsts.filter((first, index) => !mayLackFirst(first, index));
  const answers = numbers(answered.map(({ answerMessages }) => answerMessages[0]?.messageId));
  const name = turns[0]?.conversation;
  assert.deepEqual(
    questions,
    sorted(questions),
    `${name}: turns are in the order of the questions`,
  );
  assert.deepEqual(answers, sorted(answers), `${name}: answers are in the order of the questions`);
  return Math.max(0, answers.length - 1);
}

function sorted(numbers: readonly bigint[]): bigint[] {
  return [...numbers].sort((a, b) => Number(a - b));
}
