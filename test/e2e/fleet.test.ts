import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawRounds } from '../chaos/fleet/rounds.ts';
import { shakeFleet } from '../chaos/fleet/shake-fleet.ts';
import { withoutPgbouncer } from '../helpers/pgbouncer.ts';
import { withoutPostgres } from '../helpers/postgres.ts';

const COUNTS = { kills: 4, mostAtOnce: 3, deploys: 1, cuts: 1, restarts: 0, freezes: 0 };
const PAUSES = { mostPauseMs: 300, calmMs: 300 };

/**
 * A sample of `npm run proof -- fleet`, which has more processes and faults of every kind. Each start of a process takes more than a
 * second, so there is one sample, over PgBouncer in transaction mode where that is installed: what works over it works without.
 */
test('several processes on one PostgreSQL answer every question once and in order while they are killed, deployed anew, and cut off', {
  skip: withoutPostgres,
}, async () => {
  const report = await shakeFleet({
    ...{ seed: 14, gateways: 1, workers: 2, freezeMs: 0, actEveryMs: 300 },
    ...{ isQuick: true, isPooled: !withoutPgbouncer },
    rounds: (planning) => drawRounds(planning, COUNTS, PAUSES),
  });
  assert.deepEqual(report.broken, []);
  assert.deepEqual(report.refused, []);
  assert.equal(report.kills.worker + report.kills.gateway, COUNTS.kills);
  assert.equal(report.deploys, COUNTS.deploys);
  assert.ok(report.answered > 0);
});
