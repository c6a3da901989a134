import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, StoreError } from '../../src/errors.ts';
import { prepareHostJobs } from '../../src/fleet/host-jobs.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { findFreePort } from '../helpers/free-port.ts';

test('the tables of jobs wait for a server without a free connection, and a failure is explained', async () => {
  const clock = createFakeClock();
  const directUrl = `postgres://parley:word@127.0.0.1:${await findFreePort()}/parley`;
  let failures = 0;
  const explain = (error: unknown) => {
    failures += 1;
    assert.match(String(error), /ECONNREFUSED/);
    if (failures === 3) return new ConfigError('Correct the address.');
    return new StoreError('It has no free connection.', { kind: 'unreachable' });
  };
  const preparing = prepareHostJobs({ database: { directUrl, explain }, clock, log: silentLog });
  const ended = preparing.then(
    () => 'prepared',
    (error: unknown) => String(error),
  );
  let outcome: string | undefined;
  void ended.then((text) => {
    outcome = text;
  });
  while (outcome === undefined) {
    await clock.advance(1_000);
    await new Promise(setImmediate);
  }
  assert.equal(outcome, 'ConfigError: Correct the address.');
  assert.equal(failures, 3);
});
