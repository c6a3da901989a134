import assert from 'node:assert/strict';
import type { ChaosReport } from './run-chaos.ts';

/** The lowest counts that a run must reach. A run in which nothing happens breaks no promise, and proves none. */
export type Coverage = Partial<Readonly<Record<keyof ChaosReport, number>>>;

const MEANINGS: Partial<Record<keyof ChaosReport, string>> = {
  kills: 'kills',
  killsWhenReady: 'kills of a ready process',
  killsAmidTurns: 'kills amid a turn',
  ends: 'orderly ends',
  strikes: 'faults',
  presses: 'pressed buttons',
  turns: 'turns',
  filesRead: 'files that were read',
};

/**
 * Checks that a run reached the required counts.
 *
 * @throws When a count is below the required one.
 */
export function checkCoverage(report: ChaosReport, required: Coverage): void {
  const missing = Object.entries(required)
    .filter(([name, least]) => report[name as keyof ChaosReport] < least)
    .map(([name, least]) => {
      const key = name as keyof ChaosReport;
      return `${report[key]} ${MEANINGS[key] ?? key}, at least ${least} required`;
    });
  assert.deepEqual(missing, [], 'the run covered too little');
}
