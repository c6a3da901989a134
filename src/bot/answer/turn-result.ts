import type { AnswerVersion, Turn } from '../../contracts/turns.ts';
import { type CollectedAnswer, EMPTY_ANSWER } from './answer-collector.ts';
import { type AnswerText, answerText } from './answer-text.ts';

/** What a turn is after a run, and what people read then. */
export interface TurnResult extends Pick<Turn, 'versions' | 'shownVersion'>, AnswerText {
  readonly state: 'done' | 'failed' | 'stopped';
}

/** Bounds what is stored with a turn; the oldest go first. */
const MOST_VERSIONS = 20;

/** What stands before the model says a word: nothing, or what is continued. */
export function partialAnswerOf({ rerun, versions, shownVersion }: Turn): CollectedAnswer {
  const base = rerun?.kind === 'continue' ? versions[shownVersion] : undefined;
  return { ...EMPTY_ANSWER, ...base, notes: [], end: 'stopped' };
}

/** What an answer makes of its turn. */
export function applyAnswer(turn: Turn, answer: CollectedAnswer, now: number): TurnResult {
  const { rerun, versions, shownVersion } = turn;
  const version: AnswerVersion = { ...withoutEmpty(answer), endedAt: now };
  if (rerun?.kind === 'continue')
    return settled(versions.with(shownVersion, version), shownVersion);
  const standing = versions[shownVersion];
  // A version without a word would only take the place of one that has some.
  if (!standing || !hasWords(standing) || hasWords(answer)) {
    const kept = [...versions.filter(hasWords), version].slice(-MOST_VERSIONS);
    return settled(kept, kept.length - 1);
  }
  const { lead, notes } = answer;
  const text = answerText({
    ...standing,
    ...(lead && { lead }),
    notes: [...(standing.notes ?? []), ...notes],
  });
  return { ...settled(versions, shownVersion), ...text };
}

/** The turn with another one of its versions. */
export function applyShownVersion({ versions, shownVersion }: Turn, version: number): TurnResult {
  return settled(versions, versions[version] ? version : shownVersion);
}

function settled(versions: readonly AnswerVersion[], shown: number): TurnResult {
  const version = versions[shown];
  const { end } = version ?? EMPTY_ANSWER;
  const state = end === 'failed' || end === 'stopped' ? end : 'done';
  return { versions, shownVersion: shown, state, ...answerText(version ?? EMPTY_ANSWER) };
}

const hasWords = ({ text }: Pick<AnswerVersion, 'text'>) => text.trim() !== '';

/** What is not there need not be stored. */
function withoutEmpty({ lead, notes, attempts, ...answer }: CollectedAnswer): AnswerVersion {
  return {
    ...answer,
    ...(lead && { lead }),
    ...(notes.length > 0 && { notes }),
    ...(attempts.length > 0 && { attempts }),
  };
}
