import type { AnswerVersion, Turn } from '../../contracts/turns.ts';
import { type Answer, NOTHING } from './create-collector.ts';
import { type AnswerText, textOf } from './text-of.ts';

/** What a turn is after a run, and what people read then. */
export interface Settled extends Pick<Turn, 'versions' | 'shown'>, AnswerText {
  readonly state: 'done' | 'failed' | 'stopped';
}

/** Bounds what is stored with a turn; the oldest go first. */
const MOST_VERSIONS = 20;

/** What stands before the model says a word: nothing, or what is continued. */
export function beginningOf({ rerun, versions, shown }: Turn): Answer {
  const base = rerun?.kind === 'continue' ? versions[shown] : undefined;
  return { ...NOTHING, ...base, notes: [], end: 'stopped' };
}

/** What an answer makes of its turn. */
export function settle(turn: Turn, answer: Answer, now: number): Settled {
  const { rerun, versions, shown } = turn;
  const version: AnswerVersion = { ...withoutEmpty(answer), endedAt: now };
  if (rerun?.kind === 'continue') return settled(versions.with(shown, version), shown);
  const standing = versions[shown];
  // A version without a word would only take the place of one that has some.
  if (!standing || !hasWords(standing) || hasWords(answer)) {
    const kept = [...versions.filter(hasWords), version].slice(-MOST_VERSIONS);
    return settled(kept, kept.length - 1);
  }
  const { lead, notes } = answer;
  const text = textOf({ ...standing, ...(lead && { lead }), notes: [...(standing.notes ?? []), ...notes] });
  return { ...settled(versions, shown), ...text };
}

/** The turn with another one of its versions. */
export function settleShown({ versions, shown }: Turn, version: number): Settled {
  return settled(versions, versions[version] ? version : shown);
}

function settled(versions: readonly AnswerVersion[], shown: number): Settled {
  const version = versions[shown];
  const { end } = version ?? NOTHING;
  const state = end === 'failed' || end === 'stopped' ? end : 'done';
  return { versions, shown, state, ...textOf(version ?? NOTHING) };
}

const hasWords = ({ text }: Pick<AnswerVersion, 'text'>) => text.trim() !== '';

/** What is not there need not be stored. */
function withoutEmpty({ lead, notes, attempts, ...answer }: Answer): AnswerVersion {
  return {
    ...answer,
    ...(lead && { lead }),
    ...(notes.length > 0 && { notes }),
    ...(attempts.length > 0 && { attempts }),
  };
}
