import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProviderEvent } from '../../src/contracts/provider.ts';
import { createRouting } from '../helpers/routing.ts';
import { end, fault, hi } from '../helpers/scripted-provider.ts';
import { setUpRouter } from './set-up-router.ts';

const usage: ProviderEvent = { type: 'usage', inputTokens: 3, outputTokens: 4 };

describe('the attempts of an answer', () => {
  test('are recorded with model, outcome and times, in the stream and in the log', async () => {
    const { ask, a, logLines, clock, router } = setUpRouter(
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
      usd: 0,
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
      timed.events.map(({ type }) => type),
      ['source', 'text-delta', 'end', 'usage'],
    );
    assert.equal((await router.find('a/x'))?.firstContentMs, 300);
    const debug = logLines
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

  test('end with a stopped one when the caller stops', async () => {
    const { ask, a } = setUpRouter();
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
