import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareRouting } from '../../src/config/compare-routing.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';
import { createSharedFleet } from '../helpers/shared-fleet.ts';

const MINUTE_MS = 60_000;

test('processes warn when their files differ for some minutes, and again when they differ anew', async () => {
  const clock = createFakeClock();
  const fleet = createSharedFleet();
  const start = (fingerprint: string) => {
    const log = createRecordingLog();
    const routing = { fingerprint };
    const member = fleet.join();
    const end = compareRouting({ file: 'parley.yaml', routing, fleet: member, clock, log });
    return { routing, log, member, end };
  };
  const [first, second] = [start('a'), start('a')];
  await clock.advance(10 * MINUTE_MS);
  assert.deepEqual([first.log.lines, second.log.lines], [[], []]);

  first.routing.fingerprint = 'b';
  await clock.advance(3 * MINUTE_MS);
  second.routing.fingerprint = 'b';
  await clock.advance(10 * MINUTE_MS);
  assert.deepEqual([first.log.lines, second.log.lines], [[], []]);

  const third = start('c');
  await clock.advance(10 * MINUTE_MS);
  for (const { log } of [first, second, third]) assert.equal(log.lines.length, 1);
  assert.match(third.log.lines[0] ?? '', /warn .*each answers by its own.*\[0,1\]/);
  fleet.remove(third.member);
  third.end();
  await clock.advance(MINUTE_MS);
  first.routing.fingerprint = 'd';
  await clock.advance(10 * MINUTE_MS);
  assert.deepEqual([first.log.lines.length, second.log.lines.length], [2, 2]);
});
