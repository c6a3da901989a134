import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type {
  ChatRequest,
  ProviderErrorKind,
  ProviderEvent,
} from '../../src/contracts/provider.ts';
import type { Fallbacks } from '../../src/contracts/routing.ts';
import { failureActions } from '../../src/router/actions.ts';
import { createRouting } from '../helpers/routing.ts';
import { answer, end, fault, hi } from '../helpers/scripted-provider.ts';
import { setUpRouter } from './set-up-router.ts';

const kinds = Object.keys(failureActions) as ProviderErrorKind[];
/** Kinds of failures after which the same target gets one more attempt. */
const RETRIED: readonly ProviderErrorKind[] = ['overloaded', 'server', 'truncated', 'empty'];
/** Kinds of failures after which no other target is tried. */
const FINAL: readonly ProviderErrorKind[] = ['content_filter', 'canceled'];

/** The providers that get a request for the alias of `a/x` and `b/x` when `a` fails like this. */
function requestedAfter(kind: ProviderErrorKind): string {
  if (FINAL.includes(kind)) return 'a';
  return RETRIED.includes(kind) ? 'aab' : 'ab';
}

/** The list of fallbacks that answers after a failure like this. */
function fallbackListAfter(kind: ProviderErrorKind): keyof Fallbacks {
  if (kind === 'context_length') return 'largerContext';
  if (kind === 'unseen') return 'vision';
  return kind === 'content_filter' ? 'policy' : 'general';
}

describe('the attempts after a failure', () => {
  for (const kind of kinds) {
    const expected = requestedAfter(kind);
    test(`of kind ${kind} go to the targets of an alias as ${expected}`, async () => {
      const { ask, takeRequested, a } = setUpRouter(
        createRouting({ aliases: { smart: ['a/x', 'b/x'] } }),
      );
      a.script = Array.from({ length: 5 }, () => [fault(kind)]);
      const { failure, source } = await ask('smart', { waitMs: 20_000 });
      assert.equal(takeRequested(), expected);
      assert.equal(failure, expected === 'a' ? kind : undefined);
      if (expected !== 'a') assert.deepEqual(source, { type: 'source', provider: 'b', model: 'x' });
    });

    if (kind === 'canceled') continue;
    const list = fallbackListAfter(kind);
    test(`of kind ${kind} go to the ${list} fallbacks, and the events say so`, async () => {
      const others = { general: ['c/x'], largerContext: ['c/x'], policy: ['c/x'], vision: ['c/x'] };
      const fallbacks = { ...others, [list]: ['b/x'] };
      const { ask, a } = setUpRouter(createRouting({ fallbacks }));
      a.script = Array.from({ length: 5 }, () => [fault(kind)]);
      const { events } = await ask('a/x', { waitMs: 20_000 });
      assert.deepEqual(events, [
        { type: 'source', provider: 'b', model: 'x', replaced: 'a/x', why: kind },
        hi,
        end,
      ]);
    });
  }

  test('never go to another model than the chosen one without a fallback', async () => {
    const { ask, takeRequested, a } = setUpRouter();
    a.script = [[fault('auth')]];
    assert.equal((await ask('a/x')).failure, 'auth');
    assert.equal(takeRequested(), 'a');
  });

  test('wait for a short Retry-After before a fallback answers, but not for a long one', async () => {
    const { ask, takeRequested, a } = setUpRouter(
      createRouting({ fallbacks: { general: ['b/x'] } }),
    );
    a.script = [[fault('rate_limit', 9_000)], answer, [fault('rate_limit', 11_000)]];
    assert.equal((await ask('a/x', { waitMs: 9_000 })).source?.provider, 'a');
    assert.equal((await ask('a/x')).source?.provider, 'b');
    assert.equal(takeRequested(), 'aaab');
  });

  test('wait no longer in all pauses of an answer together than in the longest single one', async () => {
    const { ask, takeRequested, a, b } = setUpRouter(
      createRouting({ fallbacks: { general: ['b/x', 'c/x'] } }),
    );
    a.script = [[fault('rate_limit', 9_000)], [fault('rate_limit', 9_000)]];
    b.script = [[fault('rate_limit', 9_000)]];
    assert.equal((await ask('a/x', { waitMs: 30_000 })).source?.provider, 'c');
    assert.equal(takeRequested(), 'aabc');
  });

  test('leave an overloaded model the time that it asks for, while another target can answer', async () => {
    const { ask, takeRequested, a } = setUpRouter(
      createRouting({ aliases: { smart: ['a/x', 'b/x'] } }),
    );
    a.script = [[fault('overloaded', 5_000)]];
    assert.equal((await ask('smart')).source?.provider, 'b');
    assert.equal(takeRequested(), 'ab');
  });

  test('do not wait for a silent model a second time', async () => {
    const { ask, takeRequested, a } = setUpRouter();
    a.script = [[fault('timeout_first')]];
    assert.equal((await ask('a/x', { waitMs: 20_000 })).failure, 'timeout_first');
    assert.equal(takeRequested(), 'a');
  });

  test('after a refusal of the content go to the models that are named for it, and to no others', async () => {
    const targets = [{ model: 'a/x' }, { model: 'b/x' }];
    const smart = { targets, fallbacks: { general: ['b/x'], policy: ['c/x'] } };
    const { ask, takeRequested, a, c } = setUpRouter(createRouting({ aliases: { smart } }));
    a.script = [[fault('content_filter')]];
    c.script = Array.from({ length: 5 }, () => [fault('server')]);
    assert.equal((await ask('smart', { waitMs: 20_000 })).failure, 'content_filter');
    assert.equal(takeRequested(), 'acc');
  });

  test('go to the next fallback of the list when one fails', async () => {
    for (const [list, kind] of [
      ['general', 'auth'],
      ['largerContext', 'context_length'],
      ['policy', 'content_filter'],
    ] as const) {
      const { ask, takeRequested, a, b } = setUpRouter(
        createRouting({ fallbacks: { [list]: ['b/x', 'c/x'] } }),
      );
      a.script = [[fault(kind)]];
      b.script = [[fault('protocol')]];
      assert.equal((await ask('a/x')).source?.why, kind);
      assert.equal(takeRequested(), 'abc', list);
    }
  });

  test('go once to a model that is named twice', async () => {
    const { ask, takeRequested, a, b } = setUpRouter(
      createRouting({ fallbacks: { general: ['b/x', 'b/x', 'c/x'] } }),
      { keysOfB: 2 },
    );
    a.script = [[fault('auth')]];
    b.script = [[fault('protocol')]];
    await ask('a/x');
    assert.equal(takeRequested(), 'abc');
  });

  test('end with the failure of the first target when all fail', async () => {
    const { ask, takeRequested, a, b, c } = setUpRouter(
      createRouting({ aliases: { smart: ['a/x', 'b/x'] }, fallbacks: { general: ['c/x'] } }),
    );
    a.script = [[fault('payment')]];
    b.script = [[fault('not_found')]];
    c.script = [[fault('protocol')]];
    const { failure, attempts, events } = await ask('smart');
    assert.equal(failure, 'payment');
    assert.deepEqual(events, []);
    assert.deepEqual(
      attempts.map(({ outcome }) => outcome),
      ['payment', 'not_found', 'protocol'],
    );
    assert.equal(takeRequested(), 'abc');
  });

  test('are five at most, and the last one goes to another model', async () => {
    const { ask, takeRequested, a, b, c } = setUpRouter(
      createRouting({ aliases: { smart: ['a/x', 'b/x', 'c/x'] } }),
    );
    for (const provider of [a, b, c])
      provider.script = Array.from({ length: 5 }, () => [fault('server')]);
    assert.equal((await ask('smart', { waitMs: 20_000 })).failure, 'server');
    assert.equal(takeRequested(), 'aabbc');
  });

  test('do not exist after the first content', async () => {
    const { ask, takeRequested, a } = setUpRouter(
      createRouting({ aliases: { smart: ['a/x', 'b/x'] } }),
    );
    a.script = [[hi, fault('server')]];
    const { events, failure, attempts } = await ask('smart');
    assert.deepEqual(events, [{ type: 'source', provider: 'a', model: 'x' }, hi]);
    assert.equal(failure, 'server');
    assert.equal(attempts[0]?.outcome, 'server');
    assert.equal(takeRequested(), 'a');
  });

  test('skip models that are known to have no larger context window than the one that was too small', async () => {
    const infos = {
      a: { contextWindow: 8_000 },
      b: { contextWindow: 8_000 },
      c: { contextWindow: 9_000 },
    };
    const routing = createRouting({
      aliases: { smart: ['a/x', 'b/x'] },
      fallbacks: { largerContext: ['b/x', 'c/x'] },
    });
    const { ask, takeRequested, a } = setUpRouter(routing, { infos });
    a.script = [[fault('context_length')]];
    const messages = [{ role: 'user', text: 'x'.repeat(21_000) }] as const;
    assert.deepEqual((await ask('smart', { messages })).source, {
      type: 'source',
      provider: 'c',
      model: 'x',
      replaced: 'smart',
      why: 'context_length',
    });
    assert.equal(takeRequested(), 'ac');
  });

  test('go to models with the same window when the refusal shows that the first one has less', async () => {
    const infos = { a: { contextWindow: 131_072 }, b: { contextWindow: 128_000 } };
    const routing = createRouting({ fallbacks: { largerContext: ['b/x'] } });
    const { ask, takeRequested, a } = setUpRouter(routing, { infos });
    a.script = [[fault('context_length')]];
    const messages = [{ role: 'user', text: 'x'.repeat(30_000) }] as const;
    assert.equal((await ask('a/x', { messages })).source?.provider, 'b');
    assert.equal(takeRequested(), 'ab');
  });

  test('share one time limit, and each request has the time that remains', async () => {
    const models = {
      '*': { limits: { totalMs: 30_000, idleMs: 5_000 } },
      'b/x': { limits: { totalMs: 20_000 } },
    };
    const { ask, requests, a, b, takeRequested, clock } = setUpRouter(
      createRouting({ aliases: { smart: ['a/x', 'b/x', 'c/x'] }, models }),
    );
    const failLate = (ms: number) => ({
      async *[Symbol.asyncIterator]() {
        await clock.advance(ms);
        yield* [] as ProviderEvent[];
        throw fault('timeout_first');
      },
    });
    Object.assign(a, {
      stream: (request: ChatRequest) => {
        requests.push(request);
        return failLate(12_000);
      },
    });
    Object.assign(b, {
      stream: (request: ChatRequest) => {
        requests.push(request);
        return failLate(18_000);
      },
    });
    assert.equal((await ask('smart')).failure, 'timeout_first');
    assert.deepEqual(
      requests.map(({ limits }) => limits),
      [
        { totalMs: 30_000, idleMs: 5_000 },
        { totalMs: 18_000, idleMs: 5_000 },
      ],
    );
    assert.equal(takeRequested(), '', 'no time remains for c');
  });

  test('share a budget of 20 retries with all other answers, and regain one in 3 s', async () => {
    const { ask, takeRequested, a, clock } = setUpRouter(createRouting(), { random: () => 0 });
    const askWithOneFailure = async () => {
      a.script = [[fault('empty')], answer];
      await ask('a/x');
      return takeRequested();
    };
    for (let n = 0; n < 20; n++) assert.equal(await askWithOneFailure(), 'aa');
    assert.equal(await askWithOneFailure(), 'a');
    await clock.advance(3_000);
    assert.equal(await askWithOneFailure(), 'aa');
  });
});
