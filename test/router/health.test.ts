import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Provider } from '../../src/contracts/provider.ts';
import { silentLog } from '../../src/lib/log.ts';
import { candidatesFor } from '../../src/router/candidate.ts';
import { createHealth } from '../../src/router/health.ts';
import { createKeyRings } from '../../src/router/key-ring.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createScriptedProvider, fault } from '../helpers/scripted-provider.ts';

const HOUR_MS = 3_600_000;

/** One provider with two keys and two models, and who of the four rests: `x1` is the model x under the first key. */
function setUp() {
  const clock = createFakeClock();
  const health = createHealth({ clock, log: silentLog });
  const key: Provider = createScriptedProvider('openai', 'x', 'y');
  const [provider] = createKeyRings([key, key]);
  assert.ok(provider);
  const [x1, x2, y1, y2] = candidatesFor(['x', 'y'].map((model) => ({ provider, model })));
  assert.ok(x1 && x2 && y1 && y2);
  const all = { x1, x2, y1, y2 };
  const resting = () =>
    Object.entries(all)
      .filter(([, candidate]) => health.cooldownOf(candidate))
      .map(([name]) => name)
      .join(' ');
  const fail = (...failure: Parameters<typeof fault>) =>
    health.trackAttempt(x1).recordFailure(fault(...failure));
  const succeed = () => health.trackAttempt(x1).recordFirstContent(100);
  return { clock, health, x1, y2, resting, fail, succeed };
}

it('only what is guilty rests', () => {
  const guilty = {
    auth: 'x1 y1',
    payment: 'x1 y1',
    permission: 'x1',
    rate_limit: 'x1',
    not_found: 'x1 x2',
    overloaded: 'x1 x2',
  } as const;
  for (const [kind, who] of Object.entries(guilty)) {
    const { fail, resting } = setUp();
    fail(kind as keyof typeof guilty);
    assert.equal(resting(), who, kind);
  }
  for (const kind of [
    'empty',
    'bad_request',
    'context_length',
    'content_filter',
    'too_large',
    'canceled',
  ] as const) {
    const { fail, resting } = setUp();
    for (let n = 0; n < 50; n++) fail(kind);
    assert.equal(resting(), '', kind);
  }
});

it('failures that may be chance count: more than half of at least five within a minute', async () => {
  const { fail, succeed, resting, clock } = setUp();
  for (let n = 0; n < 4; n++) fail('server');
  assert.equal(resting(), '');
  await clock.advance(60_000);
  succeed();
  for (let n = 0; n < 3; n++) fail('server');
  assert.equal(resting(), '', 'the first four are long ago');
  fail('timeout_first');
  assert.equal(resting(), 'x1 x2');

  const half = setUp();
  for (let n = 0; n < 10; n++) {
    half.succeed();
    half.fail('server');
  }
  assert.equal(half.resting(), '', 'half of them is not more than half');
  half.fail('server');
  assert.equal(half.resting(), 'x1 x2');
});

it('five failures in a row say enough, however far apart', async () => {
  const { fail, succeed, resting, clock } = setUp();
  const failEveryHour = async (times: number) => {
    for (let n = 0; n < times; n++) {
      await clock.advance(HOUR_MS);
      fail('timeout_first');
    }
  };
  await failEveryHour(4);
  succeed();
  await failEveryHour(4);
  assert.equal(resting(), '');
  await failEveryHour(1);
  assert.equal(resting(), 'x1 x2');
});

it('a host that cannot be reached rests with all its keys and models', () => {
  const { fail, resting } = setUp();
  for (let n = 0; n < 5; n++) fail('connect');
  assert.equal(resting(), 'x1 x2 y1 y2');
});

it('rests grow from five seconds to five minutes, and a success begins anew', async () => {
  const { fail, succeed, health, x1, clock } = setUp();
  const rests: number[] = [];
  for (let n = 0; n < 8; n++) {
    fail('overloaded');
    const { ms = 0 } = health.cooldownOf(x1) ?? {};
    rests.push(ms / 1000);
    await clock.advance(ms);
  }
  assert.deepEqual(rests, [5, 10, 20, 40, 80, 160, 300, 300]);
  succeed();
  fail('overloaded');
  assert.equal(health.cooldownOf(x1)?.ms, 5_000);
});

it('failures of what was asked before a rest do not make it longer', () => {
  const { fail, health, x1 } = setUp();
  for (let n = 0; n < 3; n++) fail('overloaded');
  assert.equal(health.cooldownOf(x1)?.ms, 5_000);
});

it('a rest is as long as the back end asks, up to an hour', () => {
  const { fail, health, x1 } = setUp();
  fail('rate_limit', 42_000);
  assert.deepEqual(health.cooldownOf(x1), { ms: 42_000, reason: 'rate_limit', isCertain: true });
  fail('rate_limit', 100 * HOUR_MS);
  assert.equal(health.cooldownOf(x1)?.ms, HOUR_MS);
});

it('after a rest one try shows whether it is well, and meanwhile the rest goes on for all others', async () => {
  const { fail, health, resting, x1, clock } = setUp();
  fail('overloaded');
  await clock.advance(5_000);
  assert.equal(resting(), '');
  const probe = health.trackAttempt(x1);
  assert.equal(resting(), 'x1 x2');
  probe.recordFailure(fault('server'));
  assert.equal(health.cooldownOf(x1)?.ms, 10_000, 'one failure is enough now');

  await clock.advance(10_000);
  const stopped = health.trackAttempt(x1);
  stopped.end();
  assert.equal(resting(), '', 'nobody knows: the next one tries');
  health.trackAttempt(x1).recordFirstContent(100);
  fail('server');
  assert.equal(resting(), '');
});

it('a success ends the rest of the key and of the provider too', () => {
  const { fail, succeed, resting } = setUp();
  fail('auth');
  for (let n = 0; n < 5; n++) fail('connect');
  succeed();
  assert.equal(resting(), '');
});
