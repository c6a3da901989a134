/**
 * Measures several processes on one PostgreSQL: answers per second and the time to the first words with 1, 2 and 4 workers beside one
 * process with SQLite; the statements for a turn, in the first round and after 5,000 turns; and the times of accepting and claiming a turn
 * with 10 and 1,000,000 stored ones, beside a bare queue: one table and `SKIP LOCKED`.
 *
 * Everything runs on the same machine: the processes, PostgreSQL, the model and the network, so on 2 cores more workers share what there is.
 * `npm run bench -- fleet 1000` stores 1,000 turns in place of a million.
 */

import { withoutPostgres } from '../test/helpers/postgres.ts';
import { startCluster } from '../test/helpers/postgres-cluster.ts';
import { type FleetFigures, measureFleet } from './fleet/measure-fleet.ts';
import { measureBareQueue, measureParleyQueue, type QueueTimes } from './fleet/measure-queue.ts';
import { quantile } from './shared/quantile.ts';
import { writeFigure } from './shared/write-figure.ts';

const WORKERS = [1, 2, 4];
const CHATS = 200;
const ROUNDS = 5;
/** 5,000 turns. */
const LONG_ROUNDS = 25;
const FEW = 10;
const MANY = Number(process.argv[2] ?? 1_000_000);
const SETTINGS = ["shared_preload_libraries = 'pg_stat_statements'"];

const METRICS: Partial<Record<keyof FleetFigures, string>> = {
  lost: 'lost',
  answersPerSecond: 'answers_per_second',
  firstWordsMsP50: 'first_words_ms_p50',
  firstWordsMsP99: 'first_words_ms_p99',
};

if (withoutPostgres) {
  process.stderr.write(`${withoutPostgres}\n`);
  process.exitCode = 1;
} else {
  await measureQueues();
  await measureFleets();
}

async function measureFleets(): Promise<void> {
  const cluster = await startCluster({ settings: SETTINGS });
  await cluster.query('CREATE EXTENSION pg_stat_statements');
  const single = await measureFleet({ workers: 0, chats: CHATS, rounds: ROUNDS }, cluster);
  for (const workers of WORKERS) {
    const rounds = workers === 1 ? LONG_ROUNDS : ROUNDS;
    const fleet = await measureFleet({ workers, chats: CHATS, rounds }, cluster);
    for (const [key, metric] of Object.entries(METRICS)) {
      const name = key as keyof FleetFigures;
      const against = 'one process with SQLite';
      const values = { parley: fleet[name], reference: single[name] };
      writeFigure({ bench: 'fleet', metric, load: workers, ...values, against });
    }
    writeFigure({
      ...{ bench: 'fleet', metric: 'queries_per_turn', load: CHATS * rounds },
      ...{ parley: fleet.lastQueriesPerTurn, reference: fleet.firstQueriesPerTurn },
      against: `the first ${CHATS} turns`,
    });
  }
  await cluster.stop('immediate');
}

async function measureQueues(): Promise<void> {
  const cluster = await startCluster();
  for (const stored of [FEW, MANY]) {
    const parley = await measureParleyQueue(
      await cluster.createDatabase(`parley_${stored}`),
      stored,
    );
    const bare = await measureBareQueue(await cluster.createDatabase(`bare_${stored}`), stored);
    writeTimes(stored, 'accept', parley.acceptMs, bare.acceptMs);
    writeTimes(stored, 'claim', parley.claimMs, bare.claimMs);
  }
  await cluster.stop('immediate');
}

function writeTimes(
  load: number,
  what: string,
  parley: QueueTimes['acceptMs'],
  bare: QueueTimes['acceptMs'],
): void {
  const figure = { bench: 'fleet', load, against: 'a bare queue with SKIP LOCKED' };
  for (const [name, share] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const metric = `${what}_ms_${name}`;
    const values = { parley: quantile(parley, share), reference: quantile(bare, share) };
    writeFigure({ ...figure, metric, ...values });
  }
}
