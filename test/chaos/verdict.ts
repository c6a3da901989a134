import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { LocalNetwork } from '../../playground/local-network.ts';
import type { Turn } from '../../src/contracts/turns.ts';
import { readTurn } from '../../src/conversations/records.ts';
import { askedIn, type Word, wordsIn } from './marks.ts';
import type { Asked, People } from './people.ts';

export interface Verdict {
  readonly accepted: number;
  readonly turns: number;
  readonly done: number;
  readonly failed: number;
  readonly stopped: number;
  /** Messages of the bot beside the answers: begun, and lost from sight. Only Telegram cannot tell. */
  readonly strays: number;
}

/** What an answer may have after its words. */
const NOTE =
  /\((stopped|The answer of|Something went wrong|Older messages|This answer was)|gave up|no answer/;

/** While a run begins, it has the file for itself a moment. */
const BUSY_TIMEOUT_MS = 10_000;

/** Turns as they are on disk, read past the code under test. */
export function readTurns(path: string): Turn[] {
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  const rows = database.prepare("SELECT value FROM entries WHERE key LIKE 'turn:%'").all();
  database.close();
  return rows.flatMap(({ value }) => readTurn(JSON.parse(String(value)).value, 'a turn') ?? []);
}

/** Throws where one of the promises is broken: nothing accepted is lost, nothing is answered twice, no text is lost. */
export function judge(turns: readonly Turn[], people: People): Verdict {
  const count = (state: Turn['state']) => turns.filter((turn) => turn.state === state).length;
  const open = turns.filter(({ state }) => state === 'waiting' || state === 'running');
  assert.deepEqual(open.map(describeTurn), [], 'no turn is left open');

  const inputs = turns.flatMap((turn) => turn.inputs.flatMap(({ text }) => askedIn(text)));
  assert.equal(new Set(inputs).size, inputs.length, 'every question is in one turn');
  for (const { question, seat } of people.asked.values()) {
    // Discord tells nobody again what was said while the bot was away; Telegram keeps it.
    if (seat.network.name === 'telegram')
      assert.ok(inputs.includes(question), `${question} was accepted`);
  }

  const strays = turns.map((turn) => judgeTurn(turn, people)).reduce((sum, some) => sum + some, 0);
  return {
    accepted: inputs.length,
    turns: turns.length,
    ...{ done: count('done'), failed: count('failed'), stopped: count('stopped') },
    strays,
  };
}

/** How many strays it left. */
function judgeTurn(turn: Turn, people: People): number {
  const question = turn.inputs.flatMap(({ text }) => askedIn(text)).at(-1) ?? '';
  const asked = people.asked.get(question);
  assert.ok(asked, `${question} was asked`);
  const places = turn.answerMessages.map(({ messageId }) => messageId);
  const shown = ownMessages(asked);
  const texts = places.map(
    (id) => shown.find((message) => message.id === id)?.text ?? `(${id} is not there)`,
  );
  const what = `${describeTurn(turn)}:\n${texts.map((text) => `  ${text.slice(0, 60)} … ${text.slice(-100)}`).join('\n')}`;

  const words = texts.flatMap(wordsIn);
  assert.ok(
    words.every((word) => word.question === question && word.attempt === words[0]?.attempt),
    `one answer, and to this question: ${what}`,
  );
  assert.deepEqual(positions(words), countUp(words), `no word is lost or twice: ${what}`);
  const told = wordsIn(turn.versions[turn.shownVersion]?.text ?? '');
  if (words.length > 0)
    assert.equal(words[0]?.attempt, told[0]?.attempt, `the version shown is the history: ${what}`);
  if (turn.state === 'done') assert.ok(isWhole(words), `whole: ${what}`);
  else if (places.length > 0) assert.match(texts.join('\n'), NOTE, `says how it ended: ${what}`);
  else assert.equal(turn.state, 'stopped', `an end that nobody sees: ${what}`);

  const strays = shown.filter(
    ({ id, text }) =>
      !places.includes(id) && wordsIn(text).some((word) => word.question === question),
  );
  if (asked.seat.network.name === 'discord')
    assert.deepEqual(
      strays.map(({ text }) => text.slice(0, 80)),
      [],
      `no strays: ${what}`,
    );
  return strays.length;
}

function ownMessages({ seat }: Asked) {
  const { network, roomId, authorId } = seat as {
    network: LocalNetwork;
    roomId: string;
    authorId: string;
  };
  return network
    .history(roomId, authorId)
    .filter(({ author, draft }) => author.id === network.bot.id && !draft);
}

const positions = (words: readonly Word[]) => words.map(({ position }) => position);
const countUp = (words: readonly Word[]) => words.map((_, index) => index);
const isWhole = (words: readonly Word[]) => words.at(-1)?.isLast === true;

function describeTurn({ id, state, resumes, creating, answerMessages, inputs }: Turn): string {
  const asked = inputs.flatMap(({ text }) => askedIn(text)).join('+');
  return `${id} (${asked}, ${state}, resumed ${resumes} times, ${answerMessages.length} places${creating ? ', creating' : ''})`;
}
