import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createRouting } from '../helpers/routing.ts';
import { answer, fault } from '../helpers/scripted-provider.ts';
import { setUpRouter } from './set-up-router.ts';

const MINUTE_MS = 60_000;

describe('a model that failed', () => {
  const alias = createRouting({ aliases: { smart: ['a/x', 'b/x'] } });

  test('is left alone while another target can answer', async () => {
    const { ask, takeRequested, a, clock } = setUpRouter(alias);
    a.script = [[fault('payment')]];
    await ask('smart');
    await ask('smart');
    await clock.advance(10 * MINUTE_MS);
    await ask('smart');
    assert.equal(takeRequested(), 'abba');
  });

  test('is replaced by a fallback during its cooldown, and the events say why', async () => {
    const { ask, a, takeRequested } = setUpRouter(
      createRouting({ fallbacks: { general: ['b/x'] } }),
    );
    a.script = [[fault('not_found')]];
    await ask('a/x');
    assert.deepEqual((await ask('a/x')).source, {
      type: 'source',
      provider: 'b',
      model: 'x',
      replaced: 'a/x',
      why: 'not_found',
    });
    assert.equal(takeRequested(), 'abb');
  });

  test('gets a request in its cooldown when no other candidate exists', async () => {
    const { ask, takeRequested, a, b } = setUpRouter(alias);
    a.script = [[fault('not_found')], answer];
    b.script = [[fault('not_found')]];
    assert.equal((await ask('smart')).failure, 'not_found');
    assert.equal((await ask('smart')).failure, undefined);
    assert.equal(takeRequested(), 'aba');
  });

  test('gets a request when the others fail and its cooldown is only a guess', async () => {
    const { ask, takeRequested, a, b } = setUpRouter(alias);
    a.script = [[fault('overloaded')], [fault('overloaded')]];
    await ask('smart', { waitMs: 1_000 });
    b.script = [[fault('auth')]];
    assert.equal((await ask('smart')).source?.provider, 'a');
    assert.equal(takeRequested(), 'aabba');
  });

  test('has a cooldown as long as it asked for, which people can see', async () => {
    const { ask, takeRequested, a, router, clock } = setUpRouter(alias);
    a.script = [[fault('rate_limit', 40_000)]];
    await ask('smart');
    assert.equal((await router.find('a/x'))?.cooldownMs, 40_000);
    assert.equal((await router.find('smart'))?.cooldownMs, undefined, 'b can answer');
    await clock.advance(39_999);
    await ask('smart');
    await clock.advance(1);
    await ask('smart');
    assert.equal(takeRequested(), 'abba');
    assert.equal((await router.find('a/x'))?.cooldownMs, undefined);
  });

  test('is logged once in a cooldown, without the words of the question', async () => {
    const { ask, logLines, a } = setUpRouter();
    Object.assign(a, { keyAlias: 'key 1' });
    a.script = [[fault('auth')], [fault('auth')]];
    await ask('a/x');
    await ask('a/x');
    const warnings = logLines.filter((line) => line.includes('"level":40'));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /"provider":"a","key":"key 1"/);
    assert.doesNotMatch(logLines.join(), /secret words/);
  });
});
