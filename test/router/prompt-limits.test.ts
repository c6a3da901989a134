import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ProviderError } from '../../src/errors.ts';
import { limitAfterRefusal } from '../../src/lib/limit-after-refusal.ts';
import { createRouting } from '../helpers/routing.ts';
import { answer, fault } from '../helpers/scripted-provider.ts';
import { setUpRouter } from './set-up-router.ts';

const DAY_MS = 24 * 60 * 60_000;
/** About 1,000 tokens by the estimate. */
const long = { messages: [{ role: 'user', text: 'x'.repeat(3_000) }] } as const;
const short = { messages: [{ role: 'user', text: 'x'.repeat(300) }] } as const;

const tooLong = (tokenLimit: number, requestTokens: number) =>
  new ProviderError('too long', {
    kind: 'context_length',
    provider: 'a',
    tokenLimit,
    requestTokens,
  });

describe('the longest prompt of a model', () => {
  test('is unknown until a prompt is refused, and then told for a day', async () => {
    const { ask, router, a, clock } = setUpRouter();
    assert.equal((await router.find('a/x'))?.maxPromptTokens, undefined);

    a.script = [[fault('context_length')]];
    await ask('a/x', long);
    assert.equal((await router.find('a/x'))?.maxPromptTokens, 503);
    assert.equal((await router.find('b/x'))?.maxPromptTokens, undefined);

    await clock.advance(DAY_MS + 1);
    assert.equal((await router.find('a/x'))?.maxPromptTokens, undefined);
  });

  test('is learnt from a request that is too large too, and from no other failure', async () => {
    const { ask, router, a, b } = setUpRouter();
    a.script = [[fault('too_large')]];
    b.script = [[fault('bad_request')]];
    await ask('a/x', long);
    await ask('b/x', long);
    assert.equal((await router.find('a/x'))?.maxPromptTokens, 503);
    assert.equal((await router.find('b/x'))?.maxPromptTokens, undefined);
  });

  test('is not learnt from the refusal of a prompt that every model takes', async () => {
    const { ask, router, a } = setUpRouter();
    a.script = [[fault('context_length')]];
    await ask('a/x', short);
    assert.equal((await router.find('a/x'))?.maxPromptTokens, undefined);
  });

  test('is no more than what was answered after a refusal without numbers', async () => {
    const { ask, router, a } = setUpRouter();
    a.script = [[fault('context_length')]];
    await ask('a/x', long);
    await ask('a/x', { messages: [{ role: 'user', text: 'x'.repeat(1_200) }] });
    assert.equal((await router.find('a/x'))?.maxPromptTokens, 406);
    await ask('a/x', short);
    assert.equal((await router.find('a/x'))?.maxPromptTokens, 406);
  });

  test('is kept apart per key', async () => {
    const { ask, router, b } = setUpRouter(createRouting(), { keysOfB: 2 });
    b.script = [[fault('context_length')]];
    await ask('b/x', long);
    assert.equal((await router.find('b/x'))?.maxPromptTokens, 503);

    // The first key is refused from now on, so the second one comes first.
    b.script = [[fault('auth')], answer];
    await ask('b/x', short);
    assert.equal((await router.find('b/x'))?.maxPromptTokens, undefined);
  });

  test('is that of the largest target of an alias, which is asked at once', async () => {
    const { ask, router, takeRequested, a, b } = setUpRouter(
      createRouting({ aliases: { smart: ['a/x', 'b/x'] } }),
      { infos: { a: { contextWindow: 8_000 }, b: { contextWindow: 32_000 } } },
    );
    a.script = [[fault('context_length')]];
    await ask('smart', long);
    assert.equal(takeRequested(), 'ab');
    assert.equal((await router.find('smart'))?.maxPromptTokens, undefined);
    assert.equal((await ask('smart', long)).source?.replaced, undefined);
    assert.equal(takeRequested(), 'b');

    b.script = [[tooLong(4_000, 5_000)]];
    await ask('smart', long);
    assert.equal((await router.find('smart'))?.maxPromptTokens, limitOf(4_000, 5_000));
  });

  test('is not told while a model for longer prompts can answer, which is asked at once', async () => {
    const infos = { a: { contextWindow: 8_000 }, b: { contextWindow: 32_000 } };
    const { ask, router, takeRequested, a, b } = setUpRouter(
      createRouting({ fallbacks: { largerContext: ['b/x'] } }),
      { infos },
    );
    a.script = [[fault('context_length')]];
    assert.equal((await ask('a/x', long)).source?.why, 'context_length');
    assert.equal(takeRequested(), 'ab');
    assert.equal((await router.find('a/x'))?.maxPromptTokens, undefined);

    assert.equal((await ask('a/x', long)).source?.why, 'context_length');
    assert.equal(takeRequested(), 'b');
    assert.equal((await ask('a/x', short)).source?.provider, 'a');
    assert.equal(takeRequested(), 'a');

    b.script = [[tooLong(4_000, 5_000)]];
    await ask('a/x', long);
    assert.equal((await router.find('a/x'))?.maxPromptTokens, limitOf(4_000, 5_000));
  });

  test('is asked for all the same when no other model can answer', async () => {
    const { ask, takeRequested, a } = setUpRouter();
    a.script = [[fault('context_length')]];
    await ask('a/x', long);
    assert.equal((await ask('a/x', long)).failure, undefined);
    assert.equal(takeRequested(), 'aa');
  });
});

const limitOf = (tokenLimit: number, requestTokens: number) =>
  limitAfterRefusal(1_006, { tokenLimit, requestTokens });
