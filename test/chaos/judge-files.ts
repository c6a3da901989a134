import assert from 'node:assert/strict';
import type { Turn } from '../../src/contracts/turns.ts';
import { questionsIn } from './marks.ts';
import type { People } from './people.ts';

/**
 * Checks that nothing which came with an answered question was dropped in silence: the model read each
 * file, or the turn knows why not. Gives the number of files that were read.
 *
 * @param told The questions of whose files the model read the text.
 */
export function judgeFiles(
  turns: readonly Turn[],
  people: People,
  told: ReadonlySet<string>,
): number {
  const answered = turns.filter(({ state }) => state === 'done');
  return answered.flatMap((turn) =>
    turn.inputs.filter((input) => {
      const [question = ''] = questionsIn(input.text);
      const file = people.questions.get(question)?.file;
      if (!file) return false;

      const refs = input.attachments.map(({ ref }) => ref);
      const reading = turn.material?.files.find(({ ref }) => refs.includes(ref));
      assert.ok(reading, `${turn.id}: the ${file} of ${question} was gathered`);
      if (reading.kind === 'unreadable') return false;
      if (file === 'text')
        assert.ok(told.has(question), `${turn.id}: the model was told the file of ${question}`);
      return true;
    }),
  ).length;
}
