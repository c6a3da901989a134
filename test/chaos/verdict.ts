import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { ShownMessage } from '../../playground/local-network.ts';
import type { Turn } from '../../src/contracts/turns.ts';
import { createRecordReader } from '../../src/conversations/record-reader.ts';
import { silentLog } from '../../src/lib/log.ts';
import { type MarkedWord, questionsIn, wordsIn } from './marks.ts';
import type { AskedQuestion, People, Seat } from './people.ts';

/** The counts of a run in which every promise was kept. */
export interface Verdict {
  /** Questions that are in a turn. */
  readonly accepted: number;
  readonly turns: number;
  readonly done: number;
  readonly failed: number;
  readonly stopped: number;
  /** Messages with words of an answer that no turn refers to. Only Telegram may have them: there a bot cannot look up its messages. */
  readonly strays: number;
}

/** The sentences that say why an answer has no more words. */
const NOTE =
  /\((stopped|I stopped|I'm restarting|Something went wrong|The oldest messages|[\w./:-]+ failed)|gave up|no answer/;

/** A process that starts locks the file for a moment. */
const BUSY_TIMEOUT_MS = 60_000;

/** Reads the turns from the disk, without the store that is under test. */
export function readTurns(path: string): Turn[] {
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  const rows = database.prepare("SELECT key, value FROM entries WHERE key LIKE 'turn:%'").all();
  database.close();
  const records = createRecordReader(silentLog);
  return rows.map(({ key, value }) => {
    const turn = records.turn(JSON.parse(String(value)).value, String(key));
    if (!turn) throw new Error(`${key} cannot be read`);
    return turn;
  });
}

/**
 * Checks the promises: no accepted question is lost, none is answered twice, no text is lost.
 *
 * @throws When a promise is broken.
 */
export function judge(turns: readonly Turn[], people: People): Verdict {
  const count = (state: Turn['state']) => turns.filter((turn) => turn.state === state).length;
  const open = turns.filter(({ state }) => state === 'waiting' || state === 'running');
  assert.deepEqual(open.map(describeTurn), [], 'no turn is left open');

  const inputs = turns.flatMap((turn) => turn.inputs.flatMap(({ text }) => questionsIn(text)));
  assert.equal(new Set(inputs).size, inputs.length, 'every question is in one turn');
  for (const { question, seat } of people.questions.values()) {
    // Telegram keeps what is said while the bot is away; Discord does not deliver it later.
    if (seat.network.name === 'telegram')
      assert.ok(inputs.includes(question), `${question} was accepted`);
  }

  const strays = turns
    .map((turn) => {
      const question = lastQuestionOf(turn);
      const asked = people.questions.get(question);
      assert.ok(asked, `${question} was asked`);
      return judgeTurn(turn, asked);
    })
    .reduce((sum, count) => sum + count, 0);
  return {
    accepted: inputs.length,
    turns: turns.length,
    done: count('done'),
    failed: count('failed'),
    stopped: count('stopped'),
    strays,
  };
}

/** The question that the answer of a turn has the words of. */
export function lastQuestionOf({ inputs }: Turn): string {
  return inputs.flatMap(({ text }) => questionsIn(text)).at(-1) ?? '';
}

/**
 * Checks one turn and returns the number of its strays. `isAnswered`: the answer may have the words of this question, as of one that was
 * edited since. Default: only those of the last question.
 */
export function judgeTurn(
  turn: Turn,
  { seat }: Pick<AskedQuestion, 'seat'>,
  isAnswered = (question: string) => question === lastQuestionOf(turn),
): number {
  const { texts, words, what } = judgeWords(turn, seat, isAnswered);
  const stored = wordsIn(turn.versions[turn.shownVersion]?.text ?? '');
  if (words.length > 0)
    assert.equal(
      words[0]?.request,
      stored[0]?.request,
      `the shown version is the stored one: ${what}`,
    );
  if (turn.state === 'done') assert.ok(isWhole(words), `the answer is whole: ${what}`);
  else if (texts.length > 0)
    assert.match(texts.join('\n'), NOTE, `the message says how it ended: ${what}`);
  else assert.equal(turn.state, 'stopped', `only a stopped turn has no message: ${what}`);

  const strays = ownMessages(seat).filter(
    ({ id, text }) =>
      !turn.answerMessages.some(({ messageId }) => messageId === id) &&
      wordsIn(text).some((word) => isAnswered(word.question)),
  );
  const strayTexts = strays.map(({ text }) => text.slice(0, 80));
  if (seat.network.name === 'discord') assert.deepEqual(strayTexts, [], `no strays: ${what}`);
  return strays.length;
}

/**
 * Checks a turn whose question people deleted. An answer that grew then is removed; one that had ended stays, and the turn keeps the ids of
 * its messages.
 */
export function judgeWithdrawnTurn(
  turn: Turn,
  seat: Seat,
  isAnswered: (question: string) => boolean,
): void {
  const { texts, words, what } = judgeWords(turn, seat, isAnswered);
  const hasEnd = isWhole(words) || NOTE.test(texts.join('\n'));
  assert.ok(texts.length === 0 || hasEnd, `the answer had ended, or is removed: ${what}`);
}

/** Checks that the messages of a turn are there, and hold the words of one answer. */
function judgeWords(turn: Turn, seat: Seat, isAnswered: (question: string) => boolean) {
  const shown = ownMessages(seat);
  const texts = turn.answerMessages.map(
    ({ messageId }) =>
      shown.find(({ id }) => id === messageId)?.text ?? `(${messageId} is not there)`,
  );
  const what = `${describeTurn(turn)}:\n${texts.map((text) => `  ${text.slice(0, 60)} … ${text.slice(-100)}`).join('\n')}`;

  const words = texts.flatMap(wordsIn);
  assert.ok(
    words.every((word) => isAnswered(word.question) && word.request === words[0]?.request),
    `all words are of one answer to this question: ${what}`,
  );
  assert.deepEqual(positions(words), countUp(words), `no word is missing or twice: ${what}`);
  return { texts, words, what };
}

/** The messages of the bot in a room, as people see them. */
export function ownMessages({ network, roomId, authorId }: Seat): readonly ShownMessage[] {
  return network
    .history(roomId, authorId)
    .filter(({ author, draft }) => author.id === network.bot.id && !draft);
}

const positions = (words: readonly MarkedWord[]) => words.map(({ position }) => position);
const countUp = (words: readonly MarkedWord[]) => words.map((_, index) => index);
const isWhole = (words: readonly MarkedWord[]) => words.at(-1)?.isLast === true;

function describeTurn({ id, state, resumes, creating, answerMessages, inputs }: Turn): string {
  const asked = inputs.flatMap(({ text }) => questionsIn(text)).join('+');
  return `${id} (${asked}, ${state}, resumed ${resumes} times, ${answerMessages.length} messages${creating ? ', creating' : ''})`;
}
