import assert from 'node:assert/strict';
import { describeFleet } from '../chaos/fleet/describe-fleet.ts';
import { drawRounds } from '../chaos/fleet/rounds.ts';
import { type FleetReport, shakeFleet } from '../chaos/fleet/shake-fleet.ts';
import { checkTakeOvers } from '../chaos/fleet/take-overs.ts';
import { withoutPostgres } from '../helpers/postgres.ts';
import { canStartApart } from '../helpers/start-process.ts';

export const usualMinutes = 25;

const MINUTE_MS = 60_000;
const COUNTS = { kills: 510, mostAtOnce: 6, deploys: 8, cuts: 10, restarts: 4, freezes: 3 };
const PAUSES = { mostPauseMs: 3_000, calmMs: 18_000 };
/** As on the real networks, a process may die while its write is under way. */
const MOST_DELAY_MS = 200;
/** No blow falls later: the run is judged by what was reached. */
const LONGEST_STRIKES_MS = 30 * MINUTE_MS;
/** Then the whole run is given up. */
const LIMIT_MS = 45 * MINUTE_MS;
const TELL_EVERY_MS = MINUTE_MS;
const LONGEST_TAKE_OVER_MS = 15_000;

const say = (line: string) => process.stdout.write(`fleet: ${line}\n`);

/** Two gateways and four workers on one PostgreSQL, killed, cut off, frozen and deployed anew: every question gets one answer, in order. */
export async function proof(): Promise<void> {
  assert.equal(withoutPostgres, false);
  const seed = Number(process.env.SEED) || Date.now() % 2 ** 31;
  say(`seed ${seed}`);
  const report = await withinLimit((tell) =>
    shakeFleet({
      ...{ seed, gateways: 2, workers: 4, freezeMs: 30_000, actEveryMs: 700 },
      ...{ areApart: canStartApart(), mostMs: LONGEST_STRIKES_MS, tell },
      ...{ mostDelayMs: MOST_DELAY_MS, shares: { deletion: 0.06 } },
      rounds: (planning) => drawRounds(planning, COUNTS, PAUSES),
    }),
  );
  for (const line of describeFleet(report)) say(line);
  check(report);
}

function check(report: FleetReport): void {
  assert.deepEqual(report.broken, [], 'every promise is kept');
  assert.deepEqual(report.refused, [], 'no call is over a limit');
  const kills = report.kills.worker + report.kills.gateway;
  assert.ok(kills >= COUNTS.kills, `${kills} of ${COUNTS.kills} kills`);
  assert.equal(report.restarts, COUNTS.restarts);
  assert.equal(report.freezes.length, COUNTS.freezes);
  assert.ok(report.brokenAnswers > COUNTS.kills / 10, 'enough kills were amid an answer');
  assert.ok(report.takeOvers.length > 20, 'enough take-overs were measured');
  checkTakeOvers(report.takeOvers, LONGEST_TAKE_OVER_MS);
}

/** Says from time to time what has happened so far. Ends the process when the work takes far too long. */
async function withinLimit<Result>(
  work: (tell: (happening: string) => void) => Promise<Result>,
): Promise<Result> {
  const startedAt = performance.now();
  const counts = new Map<string, number>();
  let last = 'starts';
  const tell = (happening: string) => {
    last = happening;
    const { kind = happening, count = 1 } = readBlow(happening);
    counts.set(kind, (counts.get(kind) ?? 0) + count);
  };
  const sayReached = () => {
    const minutes = ((performance.now() - startedAt) / MINUTE_MS).toFixed(1);
    const reached = [...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
    say(`after ${minutes} minutes: ${reached}; last: ${last}`);
  };
  const telling = setInterval(sayReached, TELL_EVERY_MS);
  const limit = setTimeout(() => {
    sayReached();
    say('given up');
    process.exit(1);
  }, LIMIT_MS);
  try {
    return await work(tell);
  } finally {
    clearInterval(telling);
    clearTimeout(limit);
    sayReached();
  }
}

function readBlow(happening: string): { readonly kind?: string; readonly count?: number } {
  return happening.startsWith('{') ? JSON.parse(happening) : {};
}
