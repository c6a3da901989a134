import { checkCoverage } from '../chaos/check-coverage.ts';
import { type ChaosReport, killProcesses, shakeInProcess } from '../chaos/run-chaos.ts';

const RUNS = 6;
const KILLS_EACH = 40;
const ACTS_EACH = 300;
/** Runs wait most of the time, so several fit on one processor. */
const RUNS_AT_ONCE = 3;

export const usualMinutes = 9;

const KILLS = RUNS * KILLS_EACH;
/** Three quarters of the lives are planned to work. */
const REQUIRED = {
  kills: KILLS,
  killsWhenReady: 0.6 * KILLS,
  killsAmidTurns: 0.4 * KILLS,
  presses: KILLS,
  turns: 4 * KILLS,
  filesRead: KILLS,
};

/** Kills, orderly ends and faults at random moments: no accepted question is lost, none is answered twice, no text is lost. */
export async function proof(): Promise<void> {
  const firstSeed = Date.now() % 2 ** 31;
  const reports: ChaosReport[] = [];

  const record = async (title: string, run: Promise<ChaosReport>) => {
    const report = await run;
    process.stdout.write(`kills: ${title}: ${describeCounts(report)}\n`);
    reports.push(report);
  };

  for (let run = 0; run < RUNS; run += RUNS_AT_ONCE) {
    const seeds = Array.from({ length: RUNS_AT_ONCE }, (_, index) => firstSeed + run + index);
    await Promise.all(
      seeds.map((seed) =>
        record(`processes, seed ${seed}`, killProcesses({ seed, kills: KILLS_EACH })),
      ),
    );
    const seed = firstSeed + run;
    await record(`in one process, seed ${seed}`, shakeInProcess({ seed, acts: ACTS_EACH }));
  }

  const total = sum(reports);
  process.stdout.write(`kills: ${describeCounts(total)}; no promise was broken\n`);
  checkCoverage(total, REQUIRED);
}

function describeCounts({
  kills,
  killsWhenReady,
  killsAmidTurns,
  ends,
  strikes,
  ...counts
}: ChaosReport): string {
  const { presses, asked, accepted, turns, done, failed, stopped, filesRead, strays } = counts;
  return (
    `${kills} kills (${killsWhenReady} of a ready process, ${killsAmidTurns} amid a turn), ${ends} orderly ends, ` +
    `${strikes} faults; ${presses} pressed buttons; ${asked} questions, ${accepted} accepted in ${turns} turns, with ${filesRead} files read: ` +
    `${done} answered, ${failed} failed visibly, ${stopped} stopped; ${strays} strays on Telegram, 0 on Discord`
  );
}

function sum(reports: readonly ChaosReport[]): ChaosReport {
  return reports.reduce((total, report) => {
    const entries = Object.entries(total).map(([name, count]) => [
      name,
      count + report[name as keyof ChaosReport],
    ]);
    // The same keys with other numbers.
    return Object.fromEntries(entries) as ChaosReport;
  });
}
