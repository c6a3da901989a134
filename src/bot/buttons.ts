import type { Button, Controls } from '../contracts/reply-surface.ts';
import type { AnswerVersion, Turn } from '../contracts/turns.ts';
import { texts } from '../texts/texts.ts';
import { LONGEST_ANSWER_CHARACTERS } from './answer/answer-collector.ts';

/** Less room for more characters is not worth a question. */
const LEAST_ROOM = 1_000;

/** The buttons under an answer that grows. All ids hold the turn's sequence, so that they work after a restart. */
export function growingButtons({ sequence }: Turn): Controls {
  return [[{ id: `stop:${sequence}`, label: texts.stopLabel }]];
}

/** The buttons that stay: to other versions, to one more version, and on where something is missing. */
export function finalButtons({
  sequence,
  versions,
  shownVersion,
}: Pick<Turn, 'sequence' | 'versions' | 'shownVersion'>): Controls {
  const version = versions[shownVersion];
  if (!version) return [];
  const show = (at: number, label: string): Button[] =>
    versions[at] ? [{ id: `regenerate:${sequence}:${at}`, label }] : [];
  const pager = [
    ...show(shownVersion - 1, '◀'),
    ...show(shownVersion, `${shownVersion + 1}/${versions.length}`),
    ...show(shownVersion + 1, '▶'),
  ];
  const actions: Button[] = [
    // Names the version that it makes, so that it makes one however often it is pressed.
    { id: `regenerate:${sequence}:${versions.length}`, label: texts.regenerateLabel },
    ...(canContinue(version) ? [{ id: `continue:${sequence}`, label: texts.continueLabel }] : []),
  ];
  return versions.length > 1 ? [pager, actions] : [actions];
}

/** Something of the answer is missing, and there is room for it. */
export function canContinue({ text, end }: AnswerVersion): boolean {
  const isCut = end === 'length' || end === 'stopped' || end === 'failed';
  return isCut && text.trim() !== '' && text.length < LONGEST_ANSWER_CHARACTERS - LEAST_ROOM;
}
