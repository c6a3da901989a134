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

/**
 * Finds the answers that a kill broke off, and the time until another process went on with them. A question that people have stopped or
 * withdrawn meanwhile is asked no more. Without those times in which no process could do anything.
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
    if (isDuringOutage) return [];
    return [
      { question: broken.question, from: broken.life, to: next.life, ms: next.at - killedAt },
    ];
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
