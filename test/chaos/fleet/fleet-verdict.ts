import assert from 'node:assert/strict';
import type { Turn } from '../../../src/contracts/turns.ts';
import { questionsIn } from '../marks.ts';
import { isOpen } from '../scene.ts';
import { judgeTurn, lastQuestionOf } from '../verdict.ts';
import type { Crowd, CrowdQuestion } from './crowd.ts';

/** The counts of a run in which every promise was kept. */
export interface FleetVerdict {
  readonly questions: number;
  /** Questions on Discord while no gateway was connected, where gateways do not look for them. */
  readonly undelivered: number;
  readonly turns: number;
  readonly answered: number;
  readonly failedVisibly: number;
  readonly stopped: number;
  /** As in `Verdict`. */
  readonly strays: number;
  /** Neighbours in a conversation whose order was checked. */
  readonly pairsInOrder: number;
}

/**
 * Checks that every question has one whole answer in its place, or one visible end, and that the answers of a conversation are in the order
 * of its questions.
 *
 * @throws When a promise is broken. The message has all that are.
 */
export function judgeFleet(
  turns: readonly Turn[],
  crowd: Crowd,
  hasReplays: boolean,
): FleetVerdict {
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
  const missing = [...crowd.questions.values()].filter(({ question }) => !asked.has(question));
  const isDelivered = ({ seat }: CrowdQuestion) => hasReplays || seat.network.name === 'telegram';
  const lost = missing.filter(isDelivered).map(({ question }) => question);
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
  let pairsInOrder = 0;
  for (const conversation of Map.groupBy(kept, (turn) => turn.conversation).values()) {
    check(() => {
      pairsInOrder += judgeOrder(conversation);
    });
  }

  assert.equal(
    broken.length,
    0,
    `${broken.length} promises are broken:\n${broken.slice(0, 20).join('\n')}`,
  );
  const count = (state: Turn['state']) => kept.filter((turn) => turn.state === state).length;
  return {
    ...{
      questions: inputs.length,
      undelivered: missing.length,
      turns: kept.length,
      answered: count('done'),
    },
    ...{ failedVisibly: count('failed'), stopped: count('stopped'), strays, pairsInOrder },
  };
}

function judgeOne(turn: Turn, crowd: Crowd): number {
  const held = turn.inputs.flatMap(({ text }) => questionsIn(text));
  const entries = held.flatMap((question) => crowd.questions.get(question) ?? []);
  const asked = crowd.questions.get(lastQuestionOf(turn)) ?? entries[0];
  assert.ok(asked, `${turn.id}: nobody asks ${held.join(' ')} any more`);
  // An answer may be to the words before an edit, where the question was not the newest any more.
  const own = new Set([...held, ...entries.flatMap(({ earlier }) => earlier)]);
  const wasPart = (question: string) => crowd.withdrawn.has(question) && !own.has(question);
  const isOfRemoved = turn.versions.some(({ text }) =>
    [...text.matchAll(/\b(q\d+)a/g)].some(([, mark = '']) => wasPart(mark)),
  );
  return judgeTurn(
    turn,
    asked,
    (question) => own.has(question) || (isOfRemoved && wasPart(question)),
  );
}

/** The number of pairs. */
function judgeOrder(turns: readonly Turn[]): number {
  const inOrder = [...turns].sort((a, b) => a.sequence - b.sequence);
  const answered = inOrder.filter(
    ({ state, answerMessages }) => state === 'done' && answerMessages.length > 0,
  );
  const numbers = (ids: readonly (string | undefined)[]) => ids.map((id) => BigInt(id ?? 0));
  // What its author adds later joins a turn that still waits, and takes its place.
  const questions = numbers(inOrder.map(({ inputs }) => inputs[0]?.id));
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
