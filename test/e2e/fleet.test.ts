import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawRounds } from '../chaos/fleet/rounds.ts';
import { shakeFleet } from '../chaos/fleet/shake-fleet.ts';
import { withoutPgbouncer } from '../helpers/pgbouncer.ts';
import { withoutPostgres } from '../helpers/postgres.ts';

const SMALL = { gateways: 1, workers: 2, freezeMs: 0, actEveryMs: 300, isQuick: true };
const COUNTS = { kills: 4, mostAtOnce: 3, deploys: 1, cuts: 1, restarts: 0, freezes: 0 };
const PAUSES = { mostPauseMs: 500, calmMs: 500 };

/** Samples of `npm run proof -- fleet`, which has more processes and faults of every kind. */
describe('several processes on one PostgreSQL answer every question once and in order', {
  skip: withoutPostgres,
  concurrency: true,
}, () => {
  test('while they are killed, deployed anew, and cut off from the database', async () => {
    const report = await shakeFleet({
      ...{ ...SMALL, seed: 14 },
      rounds: (planning) => drawRounds(planning, COUNTS, PAUSES),
    });
    assert.deepEqual(report.broken, []);
    assert.deepEqual(report.refused, []);
    assert.equal(report.kills.worker + report.kills.gateway, COUNTS.kills);
    assert.ok(report.answered > 0);
  });

  test('over PgBouncer in transaction mode', { skip: withoutPgbouncer }, async () => {
    const report = await shakeFleet({
      ...{ ...SMALL, workers: 1, seed: 15, isPooled: true },
      rounds: (planning) => drawRounds(planning, { ...COUNTS, kills: 1, deploys: 0 }, PAUSES),
    });
    assert.deepEqual(report.broken, []);
    assert.deepEqual(report.refused, []);
    assert.ok(report.answered > 0);
  });
});
