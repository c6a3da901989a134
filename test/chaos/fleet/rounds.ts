import type { Random } from '../random.ts';

/** What ends or disturbs processes in one round. */
export type Blow =
  /** Kills this many processes at once, or nearly so. */
  | { readonly kind: 'kill'; readonly count: number; readonly spreadMs: number }
  /** Starts a new process beside one, and ends that one in order. */
  | { readonly kind: 'deploy' }
  /** Cuts about this share of the connections to the database. */
  | { readonly kind: 'cut'; readonly share: number }
  /** Stops the database and starts it again. */
  | { readonly kind: 'restart'; readonly mode: 'fast' | 'immediate' }
  /** Lets a process stand still; the others go on meanwhile. */
  | { readonly kind: 'freeze'; readonly role: 'worker' | 'gateway' };

/** A pause, then a blow. */
export interface Round {
  readonly pauseMs: number;
  readonly blow: Blow;
}

/** What a run is made of. */
export interface RoundCounts {
  readonly kills: number;
  /** The most processes that one blow kills. */
  readonly mostAtOnce: number;
  readonly deploys: number;
  readonly cuts: number;
  readonly restarts: number;
  readonly freezes: number;
}

/** After so many blows there is time for everything that was broken off. */
const BLOWS_UNTIL_CALM = 10;

/**
 * Plans all rounds before the first process starts, so that no plan depends on the speed of the machine. `calmMs`: the pause before every
 * tenth blow.
 */
export function drawRounds(
  random: Random,
  counts: RoundCounts,
  { mostPauseMs, calmMs }: { readonly mostPauseMs: number; readonly calmMs: number },
): Round[] {
  const blows: Blow[] = [];
  for (let kills = 0; kills < counts.kills; ) {
    const count = Math.min(1 + random.below(counts.mostAtOnce), counts.kills - kills);
    kills += count;
    blows.push({ kind: 'kill', count, spreadMs: random.pick([0, 0, 300, 2_000]) });
  }
  const insert = (blow: Blow) => blows.splice(1 + random.below(blows.length), 0, blow);
  for (let index = 0; index < counts.deploys; index++) insert({ kind: 'deploy' });
  for (let index = 0; index < counts.cuts; index++)
    insert({ kind: 'cut', share: random.pick([0.2, 0.5, 1]) });
  for (let index = 0; index < counts.restarts; index++)
    insert({ kind: 'restart', mode: index % 2 === 0 ? 'fast' : 'immediate' });
  for (let index = 0; index < counts.freezes; index++)
    insert({ kind: 'freeze', role: index % 3 === 2 ? 'gateway' : 'worker' });
  return blows.map((blow, index) => {
    const isCalm = index % BLOWS_UNTIL_CALM === BLOWS_UNTIL_CALM - 1;
    return { pauseMs: isCalm ? calmMs : random.below(mostPauseMs), blow };
  });
}
