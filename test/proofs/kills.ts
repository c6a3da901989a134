import { type ChaosReport, killProcesses, shakeInProcess } from '../chaos/run-chaos.ts';

const RUNS = 6;
const KILLS_EACH = 40;
const ACTS_EACH = 300;
/** Most of their time they wait. */
const AT_ONCE = 3;

/** Kills, orderly ends and faults at random moments: nothing accepted is lost, nothing is answered twice, no text is lost. */
export async function proof(): Promise<void> {
  const firstSeed = Date.now() % 2 ** 31;
  const reports: ChaosReport[] = [];
  const note = async (what: string, run: Promise<ChaosReport>) => {
    const report = await run;
    process.stdout.write(`kills: ${what}: ${inWords(report)}\n`);
    reports.push(report);
  };
  for (let run = 0; run < RUNS; run += AT_ONCE) {
    const seeds = Array.from({ length: AT_ONCE }, (_, index) => firstSeed + run + index);
    await Promise.all(
      seeds.map((seed) =>
        note(`processes, seed ${seed}`, killProcesses({ seed, kills: KILLS_EACH })),
      ),
    );
    await note(
      `in one process, seed ${seeds[0]}`,
      shakeInProcess({ seed: seeds[0] ?? 0, acts: ACTS_EACH }),
    );
  }
  process.stdout.write(`kills: ${inWords(sum(reports))}; no promise was broken\n`);
}

function inWords({
  kills,
  ends,
  strikes,
  presses,
  asked,
  accepted,
  turns,
  ...rest
}: ChaosReport): string {
  const { done, failed, stopped, strays } = rest;
  return (
    `${kills} kills, ${ends} orderly ends, ${strikes} faults; ${presses} pressed buttons; ${asked} questions, ${accepted} accepted in ${turns} turns: ` +
    `${done} answered, ${failed} failed visibly, ${stopped} stopped; ${strays} strays on Telegram, 0 on Discord`
  );
}

function sum(reports: readonly ChaosReport[]): ChaosReport {
  return reports.reduce((total, report) => {
    const entries = Object.entries(total).map(([name, count]) => [
      name,
      count + report[name as keyof ChaosReport],
    ]);
    // The same names with other numbers.
    return Object.fromEntries(entries) as ChaosReport;
  });
}
