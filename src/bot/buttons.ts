import type { Language } from '../contracts/language.ts';
import type { Button, Controls } from '../contracts/reply-surface.ts';
import type { AnswerVersion, Turn } from '../contracts/turns.ts';
import { textsIn } from '../texts/index.ts';
import { MAX_ANSWER_CHARACTERS } from './answer/answer-collector.ts';

/** An answer with less room than this cannot be continued: the rest would be too short. */
const MIN_ROOM_CHARACTERS = 1_000;

/** The buttons under a growing answer. Every id contains the sequence number of the turn, so it works after a restart. */
export function growingButtons({ sequence }: Turn, language: Language): Controls {
  return [[{ id: `stop:${sequence}`, label: textsIn(language).stopLabel }]];
}

/** The buttons under a finished answer: other versions, a new version, and the rest of an answer that was cut. */
export function finalButtons(
  { sequence, versions, shownVersion }: Pick<Turn, 'sequence' | 'versions' | 'shownVersion'>,
  language: Language,
): Controls {
  const texts = textsIn(language);
  const version = versions[shownVersion];
  if (!version) return [];

  const versionButton = (index: number, label: string): Button[] =>
    versions[index] ? [{ id: `regenerate:${sequence}:${index}`, label }] : [];
  const pager = [
    ...versionButton(shownVersion - 1, '◀'),
    ...versionButton(shownVersion, `${shownVersion + 1}/${versions.length}`),
    ...versionButton(shownVersion + 1, '▶'),
  ];

  const actions: Button[] = [
    // The id names the version to make, so that several presses make only one.
    { id: `regenerate:${sequence}:${versions.length}`, label: texts.regenerateLabel },
    ...(canContinue(version) ? [{ id: `continue:${sequence}`, label: texts.continueLabel }] : []),
  ];
  return versions.length > 1 ? [pager, actions] : [actions];
}

/** Tells whether a button is below the answer of this turn, and not of another one of its conversation. */
export function isButtonOf({ sequence }: Pick<Turn, 'sequence'>): (id: string) => boolean {
  const buttonId = new RegExp(`^(?:stop|regenerate|continue):${sequence}(?::|$)`);
  return (id) => buttonId.test(id);
}

/** Tells whether an answer can be continued: its end is missing, and there is room for it. */
export function canContinue({ text, end, isThoughts = false }: AnswerVersion): boolean {
  const isCut = end === 'length' || end === 'stopped' || end === 'failed';
  const hasRoom = text.length < MAX_ANSWER_CHARACTERS - MIN_ROOM_CHARACTERS;
  return isCut && hasRoom && !isThoughts && text.trim() !== '';
}
