import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { ProviderEvent } from '../../src/contracts/provider.ts';
import { ProviderError } from '../../src/errors.ts';
import { createRouting } from '../helpers/routing.ts';
import { answer, end, fault, hi } from '../helpers/scripted-provider.ts';
import { createScriptedSpending, type ScriptedHold } from '../helpers/scripted-spending.ts';
import { setUpRouter } from './set-up-router.ts';

const price = { input: 1, output: 10 };
const accepted: ProviderEvent = { type: 'accepted' };
const usage: ProviderEvent = { type: 'usage', inputTokens: 1_000, outputTokens: 100 };
const infos = { a: { price }, b: { price }, c: { price } };
const aliases = { smart: ['a/x', 'b/x'] };

describe('the account of an answer', () => {
  test('holds back before each attempt, and gets the record of each', async () => {
    const { ask, a } = setUpRouter(createRouting({ aliases }), { infos });
    a.script = [[accepted, fault('overloaded')], [fault('auth')]];
    const { spending, planned, settled } = createScriptedSpending();
    const { attempts } = await ask('smart', {
      spending,
      waitMs: 5_000,
      parameters: { maxOutputTokens: 70 },
      messages: [{ role: 'user', text: 'x'.repeat(300) }],
    });
    assert.deepEqual(settled, attempts);
    assert.deepEqual(
      planned.map(({ provider, model }) => `${provider}/${model}`),
      ['a/x', 'a/x', 'b/x'],
    );
    assert.deepEqual(planned[0], {
      provider: 'a',
      model: 'x',
      promptTokens: 106,
      images: 0,
      audioMs: 0,
      maxAnswerTokens: 70,
      price,
    });
  });

  test('shortens an answer to what is left, and never allows a longer one', async () => {
    const { ask, requests } = setUpRouter(undefined, { infos });
    const lengths = async (most: number, maxOutputTokens?: number) => {
      const { spending } = createScriptedSpending(most);
      const parameters = maxOutputTokens === undefined ? {} : { maxOutputTokens };
      await ask('a/x', { spending, parameters });
      const sent = requests.at(-1);
      return [sent?.parameters?.maxOutputTokens, sent?.mostTokens];
    };
    assert.deepEqual(await lengths(500), [500, 500]);
    assert.deepEqual(await lengths(500, 2_000), [500, 500]);
    assert.deepEqual(await lengths(500, 20), [20, 500]);
    assert.deepEqual(await lengths(0.4), [1, 1]);

    // Services refuse a limit beyond what the model writes, or its window has.
    assert.deepEqual(await lengths(200_000), [undefined, 200_000]);
    assert.deepEqual(await lengths(200_000, 20), [20, 200_000]);

    await ask('a/x', { spending: createScriptedSpending().spending });
    assert.equal(requests.at(-1)?.parameters, undefined);
  });

  test('holds back by the dearest price that the prompt may have', async () => {
    const longPrompt = { aboveTokens: 100, input: 5, output: 25 };
    const tiered = { ...price, cacheWriteInput: 1.25, longPrompt };
    const { ask } = setUpRouter(undefined, { infos: { a: { price: tiered } } });
    const { spending, planned } = createScriptedSpending();
    // The estimates are 40 and 90 tokens: the second may be more, as the service counts.
    for (const length of [100, 250]) {
      await ask('a/x', { spending, messages: [{ role: 'user', text: 'x'.repeat(length) }] });
    }
    assert.deepEqual(
      planned.map((each) => [each.price?.input, each.price?.output]),
      [
        [1.25, 10],
        [5, 25],
      ],
    );
  });

  test('sends no limit beyond the room in the window', async () => {
    const { ask, requests } = setUpRouter(undefined, {
      infos: { a: { price, contextWindow: 8_000 } },
    });
    for (const most of [7_990, 6_000]) {
      await ask('a/x', { spending: createScriptedSpending(most).spending });
    }
    assert.deepEqual(
      requests.map(({ parameters }) => parameters?.maxOutputTokens),
      [undefined, 6_000],
    );
  });

  test('shortens it also for a model whose list names no such parameter', async () => {
    const { ask, requests } = setUpRouter(undefined, { infos: { a: { price, parameters: {} } } });
    await ask('a/x', { spending: createScriptedSpending(300).spending });
    assert.equal(requests[0]?.parameters?.maxOutputTokens, 300);
  });

  test('ends an answer that goes on beyond all that is left', async () => {
    const { ask, a } = setUpRouter(undefined, { infos });
    const long: ProviderEvent = { type: 'text-delta', text: 'x'.repeat(60) };
    a.script = [[accepted, long, long, long, long, end]];
    const { spending, settled } = createScriptedSpending(10);
    const { events } = await ask('a/x', { spending });
    assert.deepEqual(events.slice(1), [
      long,
      long,
      { type: 'end', reason: 'length', raw: 'spent' },
    ]);
    assert.equal(settled.length, 1);
    assert.equal(settled[0]?.outputTokens, 40);
  });

  test('refuses a model without a price before any request, and the next target answers', async () => {
    const { ask, takeRequested, router } = setUpRouter(createRouting({ aliases }), {
      infos: { b: { price } },
    });
    const { spending, settled } = createScriptedSpending('unpriced');
    const { attempts, source } = await ask('smart', { spending });
    assert.equal(source?.type === 'source' && source.provider, 'b');
    assert.equal(takeRequested(), 'b');
    assert.deepEqual(attempts[0], {
      provider: 'a',
      model: 'x',
      outcome: 'unpriced',
      endMs: 0,
      usd: 0,
    });
    assert.equal(settled.length, 1);
    assert.equal((await router.find('a/x'))?.cooldownMs, undefined);
  });

  test('fails when too little is left for all of them', async () => {
    const { ask, takeRequested } = setUpRouter(createRouting({ aliases }), { infos });
    const { spending } = createScriptedSpending('spent', 'spent');
    const { failure, attempts } = await ask('smart', { spending });
    assert.equal(failure, 'spent');
    assert.equal(attempts.length, 2);
    assert.equal(takeRequested(), '');
  });

  test('gets the record of an answer whose reader leaves', async () => {
    const { router, a } = setUpRouter(undefined, { infos });
    a.script = [[accepted, hi, hi, end, usage]];
    const account = createScriptedSpending();
    const request = { model: 'a/x', messages: [{ role: 'user', text: 'hi' }] } as const;
    const { signal } = new AbortController();
    for await (const event of router.stream(request, signal, account.spending)) {
      if (event.type === 'text-delta') break;
    }
    assert.equal(account.settled.length, 1);
    assert.equal(account.settled[0]?.outcome, 'stopped');
    assert.equal(account.settled[0]?.isEstimated, true);
    assert.ok((account.settled[0]?.usd ?? 0) > 0);
  });

  test('settles a hold that comes after the answer was stopped, and asks nobody', async () => {
    const { ask, takeRequested } = setUpRouter(undefined, { infos });
    const { promise, resolve } = Promise.withResolvers<void>();
    const { spending, settled } = createScriptedSpending(promise);
    const stop = new AbortController();
    const asking = ask('a/x', { spending, signal: stop.signal });
    await new Promise(setImmediate);
    stop.abort();
    const { attempts } = await asking;
    assert.equal(settled.length, 0);
    resolve();
    await new Promise(setImmediate);
    assert.deepEqual(settled, attempts);
    assert.equal(attempts[0]?.usd, 0);
    assert.equal(takeRequested(), '');
  });

  test('costs no answer when it fails or hangs', async () => {
    const { ask, logLines, clock } = setUpRouter(undefined, { infos });
    const failing = await ask('a/x', { spending: createScriptedSpending('fails').spending });
    assert.equal(failing.failure, undefined);
    assert.ok(logLines.some((line) => line.includes('the disk is full')));

    const forever = new Promise<void>(() => {});
    const { spending } = createScriptedSpending(forever);
    const asking = ask('a/x', { spending });
    await new Promise(setImmediate);
    await clock.advance(10_000);
    const hanging = await asking;
    assert.equal(hanging.failure, undefined);
    assert.equal(hanging.events.at(-1)?.type, 'end');
  });
});

test('every hold is settled exactly once, with a possible cost, whatever becomes of the answer', async () => {
  const long: ProviderEvent = { type: 'text-delta', text: 'x'.repeat(500) };
  const step = fc.constantFrom<ProviderEvent | ProviderError>(
    ...[accepted, hi, long, usage, end, { type: 'images-omitted' } as const],
    ...[fault('auth'), fault('protocol'), fault('bad_request'), fault('timeout_idle')],
  );
  const hold = fc.constantFrom<ScriptedHold>(5, 500, 'unlimited', 'unpriced', 'spent', 'fails');
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { maxLength: 6 }), { maxLength: 3 }),
      fc.array(hold, { maxLength: 4 }),
      fc.nat(6),
      async (script, holds, leavesAfter) => {
        const { router, a } = setUpRouter(createRouting({ aliases }), { infos });
        a.script = script;
        const { spending, granted, settled } = createScriptedSpending(...holds);
        const stop = new AbortController();
        const request = { model: 'smart', messages: [{ role: 'user', text: 'hi' }] } as const;
        let events = 0;
        try {
          for await (const _ of router.stream(request, stop.signal, spending)) {
            events += 1;
            if (events === leavesAfter) break;
            if (events === leavesAfter + 3) stop.abort();
          }
        } catch (error) {
          assert.ok(error instanceof ProviderError);
        }
        await new Promise(setImmediate);
        assert.equal(settled.length, granted.length);
        assert.ok(settled.every(({ usd = 0 }) => Number.isFinite(usd) && usd >= 0));
      },
    ),
    { numRuns: 150 },
  );
});

describe('what an attempt used', () => {
  const useOf = async (events: readonly (ProviderEvent | Error)[], text = 'x'.repeat(300)) => {
    const { ask, a } = setUpRouter(undefined, { infos });
    Object.assign(a, { script: [events, ...Array.from({ length: 4 }, () => [fault('auth')])] });
    const { attempts } = await ask('a/x', { waitMs: 60_000, messages: [{ role: 'user', text }] });
    assert.ok(attempts[0]);
    const { provider: _, model: __, endMs: ___, firstContentMs, headersMs, ...used } = attempts[0];
    return used;
  };

  test('is what the service reports, by the price of the model', async () => {
    assert.deepEqual(await useOf([accepted, hi, end, usage]), {
      outcome: 'answered',
      inputTokens: 1_000,
      outputTokens: 100,
      usd: 0.002,
    });
  });

  test('is what the service charges, where it says so', async () => {
    const charged = await useOf([accepted, hi, end, { ...usage, usd: 0.5 }]);
    assert.equal(charged.usd, 0.5);
    const empty = await useOf([accepted, { ...usage, outputTokens: 0, usd: 0 }, fault('empty')]);
    assert.equal(empty.usd, 0);
  });

  test('is what the tokens cost, where a service says that a model with a price costs nothing', async () => {
    // LiteLLM, for a name that its own list does not have (BerriAI/litellm #42161).
    assert.equal((await useOf([accepted, hi, end, { ...usage, usd: 0 }])).usd, 0.002);
  });

  test('is estimated, where the reported tokens cannot be all that came', async () => {
    const long: ProviderEvent = { type: 'text-delta', text: 'x'.repeat(3_000) };
    const early: ProviderEvent = { type: 'usage', inputTokens: 100, outputTokens: 1 };
    const used = await useOf([accepted, early, long, end]);
    assert.deepEqual([used.outputTokens, used.isEstimated], [1_000, true]);
  });

  test('is nothing after a refusal', async () => {
    for (const kind of [
      'auth',
      'rate_limit',
      'bad_request',
      'connect',
      'context_length',
    ] as const) {
      assert.deepEqual(await useOf([fault(kind)]), { outcome: kind, usd: 0 });
      // Some services refuse with a status of 200.
      assert.deepEqual(await useOf([accepted, fault(kind)]), { outcome: kind, usd: 0 });
    }
  });

  test('is estimated, and says so, where the service reports nothing', async () => {
    const estimated = { inputTokens: 106, isEstimated: true };
    assert.deepEqual(await useOf([accepted, { type: 'text-delta', text: 'x'.repeat(30) }, end]), {
      outcome: 'answered',
      ...estimated,
      outputTokens: 10,
      usd: (106 + 100) / 1e6,
    });
    const zeros: ProviderEvent = { type: 'usage', inputTokens: 0, outputTokens: 0 };
    assert.equal((await useOf([accepted, hi, end, zeros])).isEstimated, true);

    for (const kind of ['timeout_first', 'timeout_total', 'truncated', 'empty'] as const) {
      const used = await useOf([accepted, fault(kind)]);
      assert.deepEqual(used, { outcome: kind, ...estimated, outputTokens: 0, usd: 106 / 1e6 });
    }
    assert.equal((await useOf([accepted, hi, fault('server')])).isEstimated, true);
    assert.equal((await useOf([accepted, usage, fault('empty')])).usd, 0.002);
  });

  test('has no cost where nobody knows the price', async () => {
    const { ask } = setUpRouter();
    const { attempts } = await ask('a/x');
    assert.equal(attempts[0]?.usd, undefined);
    assert.equal(attempts[0]?.isEstimated, true);
  });

  test('has the pictures and the sound that the model got', async () => {
    const image = { mime: 'image/png', bytes: new Uint8Array(3) };
    const recording = { mime: 'audio/ogg', bytes: new Uint8Array(3), durationMs: 90_000 };
    const media = [{ role: 'user', text: '', images: [image, image], audio: [recording] }] as const;
    const used = async (
      info: object,
      script: readonly ProviderEvent[] = answer as ProviderEvent[],
    ) => {
      const { ask, a } = setUpRouter(undefined, { infos: { a: info } });
      a.script = [script];
      const { attempts } = await ask('a/x', { messages: media });
      return [attempts[0]?.images, attempts[0]?.audioMs];
    };
    assert.deepEqual(await used({ audio: true }), [2, 90_000]);
    assert.deepEqual(await used({ images: false }), [undefined, undefined]);
    const blind: ProviderEvent = { type: 'images-omitted' };
    assert.deepEqual(await used({ audio: true }, [accepted, blind, hi, end]), [undefined, 90_000]);
  });
});
