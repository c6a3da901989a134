import assert from 'node:assert/strict';
import type { Life } from './members.ts';
import type { AskedModel } from './model-book.ts';

/** The time from the death of a process to the next process that asked the model one of its questions. */
export interface TakeOver {
  readonly question: string;
  readonly from: string;
  readonly to: string;
  readonly ms: number;
}

/** A time in which the database was away, as `performance.now()`. */
export interface Outage {
  readonly from: number;
  readonly to: number;
}

/** Kills that follow each other faster are one blow. */
const SAME_BLOW_MS = 2_500;

/**
 * Finds the answers that a kill broke off, and the time from the last kill of that blow until another process went on with them. A question
 * that people have stopped or withdrawn meanwhile is asked no more. Without those times in which no process could do anything, and without
 * those in which another blow may have killed the next process, too.
 */
export function findTakeOvers(
  asked: readonly AskedModel[],
  lives: readonly Life[],
  outages: readonly Outage[],
): TakeOver[] {
  const kills = new Map(
    lives
      .filter(({ endedBy }) => endedBy === 'SIGKILL')
      .map((life) => [life.name, life.signalledAt]),
  );
  const times = [...kills.values()].sort((a, b) => a - b);
  return asked.flatMap((broken): TakeOver[] => {
    const killedAt = kills.get(broken.life);
    const isBroken = killedAt !== undefined && broken.at < killedAt && broken.endedAt > killedAt;
    if (!isBroken || broken.outcome !== 'gone') return [];
    const next = asked.find(
      ({ at, life, held }) =>
        at > killedAt && life !== broken.life && held.includes(broken.question),
    );
    if (!next) return [];
    const isDuringOutage = outages.some(({ from, to }) => from < next.at && to > killedAt);
    const blowEndedAt = times.reduce(
      (end, at) => (at > end && at - end < SAME_BLOW_MS ? at : end),
      killedAt,
    );
    const isStruckAgain = times.some((at) => at > blowEndedAt && at < next.at);
    if (isDuringOutage || isStruckAgain) return [];
    const ms = next.at - Math.min(blowEndedAt, next.at);
    return [{ question: broken.question, from: broken.life, to: next.life, ms }];
  });
}

/** The value below which this share of the numbers lies; `NaN` without any. */
export function quantileOf(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/**
 * Checks that no answer waited longer than `mostMs` for its next process.
 *
 * @throws When one did.
 */
export function checkTakeOvers(takeOvers: readonly TakeOver[], mostMs: number): void {
  const late = takeOvers.filter(({ ms }) => ms > mostMs);
  const described = late.map(
    ({ question, from, to, ms }) => `${question} of ${from}, by ${to} after ${Math.round(ms)} ms`,
  );
  assert.deepEqual(described, [], 'every answer is taken over in time');
}
