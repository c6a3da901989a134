import type { AnswerVersion, Turn } from '../../contracts/turns.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { type CollectedAnswer, EMPTY_ANSWER } from './answer-collector.ts';
import { type AnswerText, answerText } from './answer-text.ts';

/** A turn after a run, and what people then read. */
export interface TurnResult extends Pick<Turn, 'versions' | 'shownVersion'>, AnswerText {
  readonly state: 'done' | 'failed' | 'stopped';
}

/** Bounds what is stored with a turn. The oldest versions are dropped first. */
const MAX_VERSIONS = 20;

/** The answer before the model writes: empty, or the beginning that the run continues. */
export function partialAnswerOf({ rerun, versions, shownVersion }: Turn): CollectedAnswer {
  const continued = rerun?.kind === 'continue' ? versions[shownVersion] : undefined;
  return { ...EMPTY_ANSWER, ...continued, notes: [], end: 'stopped', isRepetition: false };
}

/** The turn with a new answer. */
export function applyAnswer(turn: Turn, answer: CollectedAnswer, now: number): TurnResult {
  const { rerun, versions, shownVersion } = turn;
  const version: AnswerVersion = { ...withoutEmptyParts(answer), endedAt: now };
  if (rerun?.kind === 'continue') {
    return resultWith(versions.with(shownVersion, version), shownVersion);
  }

  const shown = versions[shownVersion];
  // An answer without words does not replace an answer with words, which stays and gets the new notes.
  if (shown && hasWords(shown) && !hasWords(answer)) return keepShown(turn, shown, answer);

  const kept = [...versions.filter(hasWords), version].slice(-MAX_VERSIONS);
  return resultWith(kept, kept.length - 1);
}

/** The turn with another one of its versions. */
export function applyShownVersion({ versions, shownVersion }: Turn, requested: number): TurnResult {
  return resultWith(versions, versions[requested] ? requested : shownVersion);
}

/**
 * The turn as it was; people also read the lead and the notes of the new answer. The words of an edit
 * have no answer then. Otherwise a stop leaves nothing to say: what people see is whole.
 */
function keepShown(
  { rerun, versions, shownVersion }: Turn,
  shown: AnswerVersion,
  { lead, notes, end }: CollectedAnswer,
): TurnResult {
  const isOfEdit = rerun?.kind === 'regenerate' && rerun.isOfEdit;
  const isStopped = end === 'stopped';
  const result = resultWith(versions, shownVersion);
  if (isStopped && !isOfEdit) return result;

  const text = answerText({
    ...shown,
    lead: lead || shown.lead || '',
    notes: [...(shown.notes ?? []), ...notes],
  });
  const state = isStopped ? 'stopped' : 'failed';
  return { ...result, ...text, ...(isOfEdit && { state }) };
}

function resultWith(versions: readonly AnswerVersion[], shownVersion: number): TurnResult {
  const version = versions[shownVersion] ?? EMPTY_ANSWER;
  const hasEndedEarly = version.end === 'failed' || version.end === 'stopped';
  const state = hasEndedEarly ? version.end : 'done';
  return { versions, shownVersion, state, ...answerText(version) };
}

function hasWords({ text }: Pick<AnswerVersion, 'text'>): boolean {
  return text.trim() !== '';
}

/** Leaves out empty parts, which need no room in the store. */
function withoutEmptyParts({
  lead,
  notes,
  attempts,
  citations,
  isRepetition,
  ...answer
}: CollectedAnswer): AnswerVersion {
  return omitUndefined({
    ...answer,
    isRepetition: isRepetition || undefined,
    lead: lead || undefined,
    notes: notes.length > 0 ? notes : undefined,
    attempts: attempts.length > 0 ? attempts : undefined,
    citations: citations.length > 0 ? citations : undefined,
  });
}

/** An answer that ended with a failure, after what was there before. */
export function failedAnswer(turn: Turn, note: string): CollectedAnswer {
  return { ...partialAnswerOf(turn), notes: [note], end: 'failed' };
}
