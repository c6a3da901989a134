import type { Turn } from '../contracts/turns.ts';

/** The turn as it stays: what it was to do once more is done. */
export function ended({ rerun, ...turn }: Turn): Turn {
  return turn;
}

/** A turn that people stopped before it began. One that was to be done once more stays as it had ended. */
export function dropped(turn: Turn): Turn {
  const end = turn.rerun ? turn.versions[turn.shown]?.end : 'stopped';
  return { ...ended(turn), state: end === 'stopped' || end === 'failed' ? end : 'done' };
}
