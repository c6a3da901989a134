import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Fleet } from '../../src/contracts/fleet.ts';
import type { Provider } from '../../src/contracts/provider.ts';
import { silentLog } from '../../src/lib/log.ts';
import { candidatesFor } from '../../src/router/candidate.ts';
import { createCooldownSharing } from '../../src/router/cooldown-sharing.ts';
import { createHealth } from '../../src/router/health.ts';
import { createKeyRings } from '../../src/router/key-ring.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createScriptedProvider, fault } from '../helpers/scripted-provider.ts';
import { createSharedFleet } from '../helpers/shared-fleet.ts';

const HOUR_MS = 3_600_000;

/** One provider with the models x and y under two keys: `x1` is the model x under the first key. */
function setUp(fleet?: Fleet, clock = createFakeClock()) {
  const sharing = fleet && createCooldownSharing(fleet);
  const health = createHealth({ clock, log: silentLog, sharing });
  const key: Provider = createScriptedProvider('openai', 'x', 'y');
  const [provider] = createKeyRings([key, key]);
  assert.ok(provider);
  const [x1, x2, y1, y2] = candidatesFor(['x', 'y'].map((model) => ({ provider, model })));
  assert.ok(x1 && x2 && y1 && y2);
  const candidates = { x1, x2, y1, y2 };

  /** The names of the candidates that have a cooldown. */
  const inCooldown = () =>
    Object.entries(candidates)
      .filter(([, candidate]) => health.cooldownOf(candidate))
      .map(([name]) => name)
      .join(' ');
  const fail = (...failure: Parameters<typeof fault>) =>
    health.trackAttempt(x1).recordFailure(fault(...failure));
  const succeed = () => health.trackAttempt(x1).recordFirstContent(100);
  return { clock, health, x1, inCooldown, fail, succeed };
}

describe('a cooldown', () => {
  test('applies to the key, the model or both, as the failure demands', () => {
    const cooledDown = {
      auth: 'x1 y1',
      payment: 'x1 y1',
      permission: 'x1',
      rate_limit: 'x1',
      not_found: 'x1 x2',
      overloaded: 'x1 x2',
    } as const;
    for (const [kind, expected] of Object.entries(cooledDown)) {
      const { fail, inCooldown } = setUp();
      fail(kind as keyof typeof cooledDown);
      assert.equal(inCooldown(), expected, kind);
    }
    for (const kind of [
      'empty',
      'bad_request',
      'context_length',
      'content_filter',
      'too_large',
      'canceled',
    ] as const) {
      const { fail, inCooldown } = setUp();
      for (let n = 0; n < 50; n++) fail(kind);
      assert.equal(inCooldown(), '', kind);
    }
  });

  test('starts after more than half of at least five answers in a minute have failed by chance', async () => {
    const { fail, succeed, inCooldown, clock } = setUp();
    for (let n = 0; n < 4; n++) fail('server');
    assert.equal(inCooldown(), '');
    await clock.advance(60_000);
    succeed();
    for (let n = 0; n < 3; n++) fail('server');
    assert.equal(inCooldown(), '', 'the first four failures are too old');
    fail('timeout_first');
    assert.equal(inCooldown(), 'x1 x2');

    const half = setUp();
    for (let n = 0; n < 10; n++) {
      half.succeed();
      half.fail('server');
    }
    assert.equal(half.inCooldown(), '', 'half of them is not more than half');
    half.fail('server');
    assert.equal(half.inCooldown(), 'x1 x2');
  });

  test('starts after five failures in a row, however far apart', async () => {
    const { fail, succeed, inCooldown, clock } = setUp();
    const failEveryHour = async (times: number) => {
      for (let n = 0; n < times; n++) {
        await clock.advance(HOUR_MS);
        fail('timeout_first');
      }
    };
    await failEveryHour(4);
    succeed();
    await failEveryHour(4);
    assert.equal(inCooldown(), '');
    await failEveryHour(1);
    assert.equal(inCooldown(), 'x1 x2');
  });

  test('applies to all keys and models of a host that cannot be reached', () => {
    const { fail, inCooldown } = setUp();
    for (let n = 0; n < 5; n++) fail('connect');
    assert.equal(inCooldown(), 'x1 x2 y1 y2');
  });

  test('grows from five seconds to five minutes, until a success', async () => {
    const { fail, succeed, health, x1, clock } = setUp();
    const cooldownSeconds: number[] = [];
    for (let n = 0; n < 8; n++) {
      fail('overloaded');
      const { ms = 0 } = health.cooldownOf(x1) ?? {};
      cooldownSeconds.push(ms / 1000);
      await clock.advance(ms);
    }
    assert.deepEqual(cooldownSeconds, [5, 10, 20, 40, 80, 160, 300, 300]);
    succeed();
    fail('overloaded');
    assert.equal(health.cooldownOf(x1)?.ms, 5_000);
  });

  test('does not grow by failures of attempts that started before it', () => {
    const { fail, health, x1 } = setUp();
    for (let n = 0; n < 3; n++) fail('overloaded');
    assert.equal(health.cooldownOf(x1)?.ms, 5_000);
  });

  test('is as long as the back end asks, up to an hour', () => {
    const { fail, health, x1 } = setUp();
    fail('rate_limit', 42_000);
    assert.deepEqual(health.cooldownOf(x1), { ms: 42_000, reason: 'rate_limit', isCertain: true });
    fail('rate_limit', 100 * HOUR_MS);
    assert.equal(health.cooldownOf(x1)?.ms, HOUR_MS);
  });

  test('goes on for all others while the probe runs', async () => {
    const { fail, health, inCooldown, x1, clock } = setUp();
    fail('overloaded');
    await clock.advance(5_000);
    assert.equal(inCooldown(), '');
    const probe = health.trackAttempt(x1);
    assert.equal(inCooldown(), 'x1 x2');
    probe.recordFailure(fault('server'));
    assert.equal(health.cooldownOf(x1)?.ms, 10_000, 'one failure of the probe is enough');

    await clock.advance(10_000);
    const stoppedProbe = health.trackAttempt(x1);
    stoppedProbe.end();
    assert.equal(inCooldown(), '', 'the next attempt is the probe');
    health.trackAttempt(x1).recordFirstContent(100);
    fail('server');
    assert.equal(inCooldown(), '');
  });

  test('ends for the key and the provider too when a model answers', () => {
    const { fail, succeed, inCooldown } = setUp();
    fail('auth');
    for (let n = 0; n < 5; n++) fail('connect');
    succeed();
    assert.equal(inCooldown(), '');
  });
});

describe('the cooldowns of two processes', () => {
  function setUpTwo() {
    const fleet = createSharedFleet();
    const first = setUp(fleet.join());
    return { first, second: setUp(fleet.join(), first.clock) };
  }

  test('that are certain spare the other process the request, and end in both', async () => {
    const { first, second } = setUpTwo();
    first.fail('auth');
    assert.equal(second.inCooldown(), 'x1 y1');
    await first.clock.advance(10 * 60_000);
    assert.equal(second.inCooldown(), '');
    first.fail('auth');
    second.succeed();
    assert.deepEqual([first.inCooldown(), second.inCooldown()], ['', '']);
    first.fail('rate_limit', 30_000);
    assert.equal(second.inCooldown(), 'x1');
  });

  test('that are short, or guesses from failures, are of one process', () => {
    const { first, second } = setUpTwo();
    first.fail('rate_limit', 1_000);
    first.fail('overloaded');
    assert.equal(first.inCooldown(), 'x1 x2');
    assert.equal(second.inCooldown(), '');
  });
});
