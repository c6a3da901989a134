import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatRequest, ModelInfo, ProviderEvent } from '../../src/contracts/provider.ts';
import type { Attempt, RouterEvent } from '../../src/contracts/router.ts';
import type { Routing } from '../../src/contracts/routing.ts';
import { ProviderError, type ProviderErrorKind } from '../../src/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import { failureActions } from '../../src/router/actions.ts';
import { createRouter } from '../../src/router/router.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createRouting } from '../helpers/routing.ts';
import { answer, createScriptedProvider, end, fault, hi } from '../helpers/scripted-provider.ts';

const never = new AbortController().signal;
const MINUTE_MS = 60_000;
const usage: ProviderEvent = { type: 'usage', inputTokens: 3, outputTokens: 4 };

interface SetUp {
  readonly random: () => number;
  /** What the providers tell of their models. */
  readonly infos: Readonly<Record<string, Partial<ModelInfo>>>;
  readonly keysOfB: number;
}

/** Three providers with one model each, `a/x`, `b/x`, `c/x`, and who was asked, in order. */
function setUp(
  first: Routing = createRouting(),
  { random = () => 0.5, infos = {}, keysOfB = 1 }: Partial<SetUp> = {},
) {
  const clock = createFakeClock();
  let routing = first;
  let asked = '';
  const requests: ChatRequest[] = [];
  const lines: string[] = [];
  const create = (name: string) => {
    const provider = createScriptedProvider(name, 'x');
    const { stream } = provider;
    provider.listModels = async () => [{ id: 'x', ...infos[name] }];
    return Object.assign(provider, {
      stream(...call: Parameters<typeof stream>) {
        asked += name;
        requests.push(call[0]);
        return stream(...call);
      },
    });
  };
  const [a, b, c] = [create('a'), create('b'), create('c')];
  const log = createLog({
    level: 'debug',
    isReadable: false,
    target: { write: (line) => lines.push(line) },
  });
  const providers = [a, ...Array.from({ length: keysOfB }, () => b), c];
  const router = createRouter({ providers, routing: () => routing, clock, log, random });

  /** What was seen, with the attempts apart, once `waitMs` have passed. */
  const ask = async (
    model: string,
    {
      waitMs = 0,
      signal = never,
      ...request
    }: Partial<ChatRequest> & { waitMs?: number; signal?: AbortSignal } = {},
  ) => {
    const seen: RouterEvent[] = [];
    const attempts: Attempt[] = [];
    let failure: ProviderErrorKind | undefined;
    const asking = (async () => {
      const question = {
        messages: [{ role: 'user', text: 'secret words' }],
        ...request,
        model,
      } as const;
      for await (const event of router.stream(question, signal)) {
        if (event.type === 'attempt') attempts.push(event.attempt);
        else seen.push(event);
      }
    })().catch((error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
      failure = error.kind;
    });
    await clock.advance(waitMs);
    await asking;
    const source = seen.find((event) => event.type === 'source');
    return { seen, attempts, failure, source };
  };
  const took = () => {
    const names = asked;
    asked = '';
    return names;
  };
  return {
    a,
    b,
    c,
    clock,
    router,
    ask,
    took,
    requests,
    lines,
    edit(next: Routing) {
      routing = next;
    },
  };
}

const kinds = Object.keys(failureActions) as ProviderErrorKind[];
/** Whom each kind of failure of `a` leads to, and what it costs in pauses; the target after it is `b`. */
const AGAIN: readonly ProviderErrorKind[] = ['overloaded', 'server', 'truncated', 'empty'];
const NOWHERE: readonly ProviderErrorKind[] = ['content_filter', 'canceled'];

describe('after a failure', () => {
  for (const kind of kinds) {
    const expected = NOWHERE.includes(kind) ? 'a' : AGAIN.includes(kind) ? 'aab' : 'ab';
    it(`of kind ${kind} the targets of an alias are asked as ${expected}`, async () => {
      const { ask, took, a } = setUp(createRouting({ aliases: { smart: ['a/x', 'b/x'] } }));
      a.script = Array.from({ length: 5 }, () => [fault(kind)]);
      const { failure, source } = await ask('smart', { waitMs: 20_000 });
      assert.equal(took(), expected);
      assert.equal(failure, expected === 'a' ? kind : undefined);
      if (expected !== 'a') assert.deepEqual(source, { type: 'source', provider: 'b', model: 'x' });
    });

    const list =
      { context_length: 'largerContext', content_filter: 'policy' }[kind as string] ?? 'general';
    if (kind === 'canceled') continue;
    it(`of kind ${kind} the ${list} fallbacks answer, and people are told`, async () => {
      const fallbacks = {
        general: ['c/x'],
        largerContext: ['c/x'],
        policy: ['c/x'],
        [list]: ['b/x'],
      };
      const { ask, a } = setUp(createRouting({ fallbacks }));
      a.script = Array.from({ length: 5 }, () => [fault(kind)]);
      const { seen } = await ask('a/x', { waitMs: 20_000 });
      assert.deepEqual(seen, [
        { type: 'source', provider: 'b', model: 'x', replaced: 'a/x', why: kind },
        hi,
        end,
      ]);
    });
  }

  it('a model that was chosen is never replaced where no fallback is configured', async () => {
    const { ask, took, a } = setUp();
    a.script = [[fault('auth')]];
    assert.equal((await ask('a/x')).failure, 'auth');
    assert.equal(took(), 'a');
  });

  it('a short Retry-After is obeyed before another model than the chosen one answers; a long one is not', async () => {
    const { ask, took, a } = setUp(createRouting({ fallbacks: { general: ['b/x'] } }));
    a.script = [[fault('rate_limit', 9_000)], answer, [fault('rate_limit', 11_000)]];
    assert.equal((await ask('a/x', { waitMs: 9_000 })).source?.provider, 'a');
    assert.equal((await ask('a/x')).source?.provider, 'b');
    assert.equal(took(), 'aaab');
  });

  it('all pauses of an answer together are no longer than one may be', async () => {
    const { ask, took, a, b } = setUp(createRouting({ fallbacks: { general: ['b/x', 'c/x'] } }));
    a.script = [[fault('rate_limit', 9_000)], [fault('rate_limit', 9_000)]];
    b.script = [[fault('rate_limit', 9_000)]];
    assert.equal((await ask('a/x', { waitMs: 30_000 })).source?.provider, 'c');
    assert.equal(took(), 'aabc');
  });

  it('an overloaded model that asks for time gets it while another target can answer', async () => {
    const { ask, took, a } = setUp(createRouting({ aliases: { smart: ['a/x', 'b/x'] } }));
    a.script = [[fault('overloaded', 5_000)]];
    assert.equal((await ask('smart')).source?.provider, 'b');
    assert.equal(took(), 'ab');
  });

  it('of silence nobody waits for the same model once more', async () => {
    const { ask, took, a } = setUp();
    a.script = [[fault('timeout_first')]];
    assert.equal((await ask('a/x', { waitMs: 20_000 })).failure, 'timeout_first');
    assert.equal(took(), 'a');
  });

  it('what was refused for its subject goes to nobody but those who are named for that', async () => {
    const targets = [{ model: 'a/x' }, { model: 'b/x' }];
    const smart = { targets, fallbacks: { general: ['b/x'], policy: ['c/x'] } };
    const { ask, took, a, c } = setUp(createRouting({ aliases: { smart } }));
    a.script = [[fault('content_filter')]];
    c.script = Array.from({ length: 5 }, () => [fault('server')]);
    assert.equal((await ask('smart', { waitMs: 20_000 })).failure, 'content_filter');
    assert.equal(took(), 'acc');
  });

  it('where one fallback fails, the next of its list answers', async () => {
    for (const [list, kind] of [
      ['general', 'auth'],
      ['largerContext', 'context_length'],
      ['policy', 'content_filter'],
    ] as const) {
      const { ask, took, a, b } = setUp(createRouting({ fallbacks: { [list]: ['b/x', 'c/x'] } }));
      a.script = [[fault(kind)]];
      b.script = [[fault('protocol')]];
      assert.equal((await ask('a/x')).source?.why, kind);
      assert.equal(took(), 'abc', list);
    }
  });

  it('a model that is named twice is not asked as if it were two', async () => {
    const { ask, took, a, b } = setUp(
      createRouting({ fallbacks: { general: ['b/x', 'b/x', 'c/x'] } }),
      { keysOfB: 2 },
    );
    a.script = [[fault('auth')]];
    b.script = [[fault('protocol')]];
    await ask('a/x');
    assert.equal(took(), 'abc');
  });

  it('where all fail, the failure of the first is thrown', async () => {
    const { ask, took, a, b, c } = setUp(
      createRouting({ aliases: { smart: ['a/x', 'b/x'] }, fallbacks: { general: ['c/x'] } }),
    );
    a.script = [[fault('payment')]];
    b.script = [[fault('not_found')]];
    c.script = [[fault('protocol')]];
    const { failure, attempts, seen } = await ask('smart');
    assert.equal(failure, 'payment');
    assert.deepEqual(seen, []);
    assert.deepEqual(
      attempts.map(({ outcome }) => outcome),
      ['payment', 'not_found', 'protocol'],
    );
    assert.equal(took(), 'abc');
  });

  it('there are five attempts, the last of them with another model', async () => {
    const { ask, took, a, b, c } = setUp(
      createRouting({ aliases: { smart: ['a/x', 'b/x', 'c/x'] } }),
    );
    for (const one of [a, b, c]) one.script = Array.from({ length: 5 }, () => [fault('server')]);
    assert.equal((await ask('smart', { waitMs: 20_000 })).failure, 'server');
    assert.equal(took(), 'aabbc');
  });

  it('after the first content nobody else is asked', async () => {
    const { ask, took, a } = setUp(createRouting({ aliases: { smart: ['a/x', 'b/x'] } }));
    a.script = [[hi, fault('server')]];
    const { seen, failure, attempts } = await ask('smart');
    assert.deepEqual(seen, [{ type: 'source', provider: 'a', model: 'x' }, hi]);
    assert.equal(failure, 'server');
    assert.equal(attempts[0]?.outcome, 'server');
    assert.equal(took(), 'a');
  });

  it('a conversation that is too long goes to no model whose window is known to be no larger', async () => {
    const infos = {
      a: { contextWindow: 8_000 },
      b: { contextWindow: 8_000 },
      c: { contextWindow: 9_000 },
    };
    const routing = createRouting({
      aliases: { smart: ['a/x', 'b/x'] },
      fallbacks: { largerContext: ['b/x', 'c/x'] },
    });
    const { ask, took, a } = setUp(routing, { infos });
    a.script = [[fault('context_length')]];
    assert.deepEqual((await ask('smart')).source, {
      type: 'source',
      provider: 'c',
      model: 'x',
      replaced: 'smart',
      why: 'context_length',
    });
    assert.equal(took(), 'ac');
  });

  it('the time of all attempts together is limited, and each is told what is left', async () => {
    const models = {
      '*': { limits: { totalMs: 30_000, idleMs: 5_000 } },
      'b/x': { limits: { totalMs: 20_000 } },
    };
    const { ask, requests, a, b, took, clock } = setUp(
      createRouting({ aliases: { smart: ['a/x', 'b/x', 'c/x'] }, models }),
    );
    const late = (ms: number) => ({
      async *[Symbol.asyncIterator]() {
        await clock.advance(ms);
        yield* [] as ProviderEvent[];
        throw fault('timeout_first');
      },
    });
    Object.assign(a, {
      stream: (request: ChatRequest) => {
        requests.push(request);
        return late(12_000);
      },
    });
    Object.assign(b, {
      stream: (request: ChatRequest) => {
        requests.push(request);
        return late(18_000);
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
    assert.equal(took(), '', 'there was no time left for c');
  });

  it('back ends are asked again only so often, however many fail at once', async () => {
    const { ask, took, a, clock } = setUp(createRouting(), { random: () => 0 });
    const askWhileItFailsOnce = async () => {
      a.script = [[fault('empty')], answer];
      await ask('a/x');
      return took();
    };
    for (let n = 0; n < 20; n++) assert.equal(await askWhileItFailsOnce(), 'aa');
    assert.equal(await askWhileItFailsOnce(), 'a');
    await clock.advance(3_000);
    assert.equal(await askWhileItFailsOnce(), 'aa');
  });
});

describe('an alias', () => {
  it('is answered by its targets by weight, the others are what else may answer', async () => {
    let drawn = 0;
    const targets = [{ model: 'a/x', weight: 3 }, { model: 'b/x' }, { model: 'c/x', weight: 0 }];
    const { ask, took, b } = setUp(
      createRouting({ aliases: { cheap: { targets, fallbacks: {} } } }),
      {
        random: () => drawn,
      },
    );
    for (drawn of [0, 0.74, 0.75, 0.99]) await ask('cheap');
    assert.equal(took(), 'aabb');
    b.script = [[fault('auth')]];
    assert.equal((await ask('cheap')).source?.replaced, undefined);
    assert.equal(took(), 'ba');
  });

  it('has fallbacks of its own before those of all', async () => {
    const smart = { targets: [{ model: 'a/x' }], fallbacks: { general: ['c/x'] } };
    const { ask, a } = setUp(
      createRouting({ aliases: { smart }, fallbacks: { general: ['b/x'] } }),
    );
    a.script = [[fault('auth')]];
    assert.deepEqual((await ask('smart')).source, {
      type: 'source',
      provider: 'c',
      model: 'x',
      replaced: 'smart',
      why: 'auth',
    });
  });

  it('can be a fallback', async () => {
    const { ask, took, a, b } = setUp(
      createRouting({ aliases: { spare: ['b/x', 'c/x'] }, fallbacks: { general: ['spare'] } }),
    );
    a.script = [[fault('auth')]];
    b.script = [[fault('auth')]];
    assert.equal((await ask('a/x')).source?.why, 'auth');
    assert.equal(took(), 'abc');
  });

  it('comes first in the list, with the smallest window of its targets', async () => {
    const infos = { a: { contextWindow: 8_000, images: true }, b: { contextWindow: 4_000 } };
    const { router } = setUp(createRouting({ aliases: { smart: ['a/x', 'b/x'] } }), { infos });
    const models = await router.models();
    assert.deepEqual(
      models.map(({ name }) => name),
      ['smart', 'a/x', 'b/x', 'c/x'],
    );
    assert.deepEqual(models[0], { id: 'x', name: 'smart', contextWindow: 4_000, images: true });
    assert.deepEqual(await router.find('smart'), models[0]);
  });

  it('of providers that are not set up is not offered, and says so', async () => {
    const { router } = setUp(
      createRouting({ aliases: { smart: ['nobody/x'], mixed: ['nobody/x', 'b/x'] } }),
    );
    assert.equal(await router.find('smart'), undefined);
    assert.equal((await router.models())[0]?.name, 'mixed');
    await assert.rejects(
      Array.fromAsync(router.stream({ model: 'smart', messages: [] }, never)),
      /“smart”.*nobody\/x.*Set the key/,
    );
  });

  it('or a model of a provider that is not set up is asked of no other provider', async () => {
    const { ask, took } = setUp(createRouting({ defaultModel: 'nobody/x' }));
    assert.equal((await ask('nobody/x')).failure, 'not_found');
    assert.equal(took(), '');
  });

  it('may answer where nobody chose a model, and an edit counts from the next question on', async () => {
    const { router, edit } = setUp(
      createRouting({ defaultModel: 'smart', aliases: { smart: ['a/x'] } }),
    );
    assert.equal(router.defaultModel, 'smart');
    edit(createRouting({ defaultModel: 'b/x' }));
    assert.equal(router.defaultModel, 'b/x');
    assert.equal(await router.find('smart'), undefined);
  });
});

describe('the rules of a model', () => {
  it('go to its provider, the more exact ones before the others', async () => {
    const models = {
      'a/x': { parameters: { temperature: 0.1 }, contextWindow: 500 },
      '*': { parameters: { temperature: 0.9, topP: 0.5 }, limits: { idleMs: 1_000 } },
      'a/*': { parameters: { topP: 0.7 }, limits: { firstContentMs: 2_000 } },
    };
    const { ask, requests, router } = setUp(createRouting({ models }));
    await ask('a/x');
    await ask('b/x', { parameters: { topP: 1 } });
    assert.deepEqual(requests[0]?.parameters, { temperature: 0.1, topP: 0.7 });
    assert.deepEqual(requests[0]?.limits, {
      idleMs: 1_000,
      firstContentMs: 2_000,
      totalMs: 10 * MINUTE_MS,
    });
    assert.deepEqual(requests[1]?.parameters, { temperature: 0.9, topP: 1 });
    assert.equal((await router.find('a/x'))?.contextWindow, 500);
  });

  it('are moved into what the model takes', async () => {
    const models = { '*': { parameters: { temperature: 1.5, topK: 40, topP: 0.5 } } };
    const infos = { a: { parameters: { temperature: { max: 1 }, topP: {} } } };
    const { ask, requests } = setUp(createRouting({ models }), { infos });
    await ask('a/x');
    assert.deepEqual(requests[0]?.parameters, { temperature: 1, topP: 0.5 });
  });

  it('images become a line of text for a model that cannot see', async () => {
    const images = [{ mime: 'image/png', bytes: Uint8Array.of(1) }];
    const messages = [{ role: 'user', text: 'What is it?', images }] as const;
    const { ask, requests } = setUp(createRouting({ models: { 'b/x': { images: true } } }), {
      infos: { a: { images: false }, b: { images: false } },
    });
    for (const model of ['a/x', 'b/x', 'c/x']) await ask(model, { messages });
    assert.deepEqual(requests[0]?.messages, [
      { role: 'user', text: 'What is it?\n[image, which this model cannot see]' },
    ]);
    assert.deepEqual([requests[1]?.messages, requests[2]?.messages], [messages, messages]);
  });
});

describe('who failed', () => {
  const alias = createRouting({ aliases: { smart: ['a/x', 'b/x'] } });

  it('is left alone while another one can answer', async () => {
    const { ask, took, a, clock } = setUp(alias);
    a.script = [[fault('payment')]];
    await ask('smart');
    await ask('smart');
    await clock.advance(10 * MINUTE_MS);
    await ask('smart');
    assert.equal(took(), 'abba');
  });

  it('is replaced by a fallback at once as long as it rests, and people are told why', async () => {
    const { ask, a, took } = setUp(createRouting({ fallbacks: { general: ['b/x'] } }));
    a.script = [[fault('not_found')]];
    await ask('a/x');
    assert.deepEqual((await ask('a/x')).source, {
      type: 'source',
      provider: 'b',
      model: 'x',
      replaced: 'a/x',
      why: 'not_found',
    });
    assert.equal(took(), 'abb');
  });

  it('is asked all the same where nobody else is left', async () => {
    const { ask, took, a, b } = setUp(alias);
    a.script = [[fault('not_found')], answer];
    b.script = [[fault('not_found')]];
    assert.equal((await ask('smart')).failure, 'not_found');
    assert.equal((await ask('smart')).failure, undefined);
    assert.equal(took(), 'aba');
  });

  it('only seems unwell: it is asked when the others fail', async () => {
    const { ask, took, a, b } = setUp(alias);
    a.script = [[fault('overloaded')], [fault('overloaded')]];
    await ask('smart', { waitMs: 1_000 });
    b.script = [[fault('auth')]];
    assert.equal((await ask('smart')).source?.provider, 'a');
    assert.equal(took(), 'aabba');
  });

  it('rests for as long as it asked for, and is seen to', async () => {
    const { ask, took, a, router, clock } = setUp(alias);
    a.script = [[fault('rate_limit', 40_000)]];
    await ask('smart');
    assert.equal((await router.find('a/x'))?.cooldownMs, 40_000);
    assert.equal((await router.find('smart'))?.cooldownMs, undefined, 'b can answer');
    await clock.advance(39_999);
    await ask('smart');
    await clock.advance(1);
    await ask('smart');
    assert.equal(took(), 'abba');
    assert.equal((await router.find('a/x'))?.cooldownMs, undefined);
  });

  it('is logged once in a rest, without what was said', async () => {
    const { ask, lines, a } = setUp();
    Object.assign(a, { keyAlias: 'key 1' });
    a.script = [[fault('auth')], [fault('auth')]];
    await ask('a/x');
    await ask('a/x');
    const warnings = lines.filter((line) => line.includes('"level":40'));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /"provider":"a","key":"key 1"/);
    assert.doesNotMatch(lines.join(), /secret words/);
  });
});

describe('the trail of an answer', () => {
  it('tells of each attempt who, how it ended and how long it took, in the stream and in the log', async () => {
    const { ask, a, lines, clock, router } = setUp(
      createRouting({ aliases: { smart: ['a/x', 'b/x'] } }),
    );
    a.script = [[fault('auth')]];
    Object.assign(a, { keyAlias: 'key 2' });
    const { attempts } = await ask('smart');
    assert.deepEqual(attempts[0], {
      provider: 'a',
      model: 'x',
      keyAlias: 'key 2',
      outcome: 'auth',
      endMs: 0,
    });

    Object.assign(a, {
      async *stream(): AsyncGenerator<ProviderEvent> {
        await clock.advance(100);
        yield { type: 'accepted' };
        await clock.advance(200);
        yield hi;
        await clock.advance(300);
        yield end;
        yield usage;
      },
    });
    const timed = await ask('a/x');
    assert.deepEqual(timed.attempts, [
      {
        provider: 'a',
        model: 'x',
        keyAlias: 'key 2',
        outcome: 'answered',
        headersMs: 100,
        firstContentMs: 300,
        endMs: 600,
        inputTokens: 3,
        outputTokens: 4,
      },
    ]);
    assert.deepEqual(
      timed.seen.map(({ type }) => type),
      ['source', 'text-delta', 'end', 'usage'],
    );
    assert.equal((await router.find('a/x'))?.firstContentMs, 300);
    const debug = lines
      .filter((line) => line.includes('router: attempt ended'))
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      debug.map(({ provider, key, outcome }) => [provider, key, outcome]),
      [
        ['a', 'key 2', 'auth'],
        ['b', undefined, 'answered'],
        ['a', 'key 2', 'answered'],
      ],
    );
  });

  it('ends with who was stopped', async () => {
    const { ask, a } = setUp();
    const stopping = new AbortController();
    Object.assign(a, {
      async *stream(): AsyncGenerator<ProviderEvent> {
        yield hi;
        stopping.abort();
      },
    });
    const { attempts, failure } = await ask('a/x', { signal: stopping.signal });
    assert.deepEqual([attempts[0]?.outcome, failure], ['stopped', undefined]);
  });
});
