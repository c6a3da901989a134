import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pauseAfter } from '../../src/router/pause-after.ts';
import { fault } from '../helpers/scripted-provider.ts';

const MINUTE_MS = 60_000;
const half = () => 0.5;

it('a random pause doubles with every failure, up to four seconds', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 50].map((failures) => pauseAfter(fault('server'), failures, half)?.ms);
  assert.deepEqual(pauses, [125, 250, 500, 1_000, 2_000, 2_000, 2_000]);
});

it('a pause is as long as the back end asks', () => {
  assert.deepEqual(pauseAfter(fault('overloaded', 7_000), 1, half), { ms: 7_000, ofKeyOnly: false });
  assert.deepEqual(pauseAfter(fault('rate_limit', 90_000), 1, half), { ms: 90_000, ofKeyOnly: true });
});

it('a key that is refused rests for minutes, also where the back end speaks of seconds', () => {
  for (const kind of ['auth', 'permission', 'payment'] as const) {
    assert.deepEqual(pauseAfter(fault(kind, 1_000), 1, half), { ms: 10 * MINUTE_MS, ofKeyOnly: true });
  }
  assert.equal(pauseAfter(fault('payment', 60 * MINUTE_MS), 1, half)?.ms, 60 * MINUTE_MS);
});

it('what asking again cannot help has no pause', () => {
  for (const kind of ['bad_request', 'context_length', 'content_filter', 'not_found', 'timeout_idle'] as const) {
    assert.equal(pauseAfter(fault(kind), 1, half), undefined);
  }
});
