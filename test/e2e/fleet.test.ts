import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { drawRounds } from '../chaos/fleet/rounds.ts';
import { shakeFleet } from '../chaos/fleet/shake-fleet.ts';
import { withoutPgbouncer } from '../helpers/pgbouncer.ts';
import { withoutPostgres } from '../helpers/postgres.ts';

const SMALL = { gateways: 1, workers: 2, freezeMs: 0, actEveryMs: 150 };
const COUNTS = { kills: 6, deploys: 1, cuts: 1, restarts: 0, freezes: 0 };
const MOST_PAUSE_MS = 300;

/** Samples of `npm run proof -- fleet`, which has more processes and faults of every kind. */
describe('several processes on one PostgreSQL answer every question once and in order', {
  skip: withoutPostgres,
}, () => {
  test('while they are killed, deployed anew, and cut off from the database', async () => {
    const report = await shakeFleet({
      ...{ ...SMALL, seed: 14 },
      rounds: (planning) => drawRounds(planning, COUNTS, MOST_PAUSE_MS),
    });
    assert.deepEqual(report.refused, []);
    assert.deepEqual(report.unexpectedEnds, []);
    assert.equal(report.kills.worker + report.kills.gateway, COUNTS.kills);
    assert.ok(report.answered > 0);
  });

  test('over PgBouncer in transaction mode', { skip: withoutPgbouncer }, async () => {
    const report = await shakeFleet({
      ...{ ...SMALL, seed: 15, isPooled: true },
      rounds: (planning) =>
        drawRounds(planning, { ...COUNTS, kills: 2, deploys: 0 }, MOST_PAUSE_MS),
    });
    assert.deepEqual(report.refused, []);
    assert.deepEqual(report.unexpectedEnds, []);
    assert.ok(report.answered > 0);
  });
});
