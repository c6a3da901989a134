import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ProviderErrorKind } from '../../src/contracts/provider.ts';
import { ProviderError } from '../../src/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import { createRouter } from '../../src/router/router.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { answer, createScriptedProvider, fault, hi } from '../helpers/scripted-provider.ts';

const never = new AbortController().signal;
const MINUTE_MS = 60_000;

/** Makes a router over one provider with several keys. */
function setUp(keyCount = 2) {
  const clock = createFakeClock();
  let usedKeys = '';
  let lists = 0;
  const logLines: string[] = [];

  const createKey = (number: number) => {
    const key = createScriptedProvider('openai', 'gpt-x');
    const { stream, listModels } = key;
    return Object.assign(key, {
      keyAlias: `key ${number}`,
      stream(...call: Parameters<typeof stream>) {
        usedKeys += number;
        return stream(...call);
      },
      listModels(signal: AbortSignal) {
        lists += 1;
        return listModels(signal);
      },
    });
  };
  const keys = Array.from({ length: keyCount }, (_, index) => createKey(index + 1));
  const log = createLog({
    level: 'debug',
    isReadable: false,
    target: { write: (line) => logLines.push(line) },
  });
  const router = createRouter({ providers: keys, clock, log, random: () => 0.5 });

  /**
   * Gives the text of an answer, or the kind of its failure. The clock moves by `waitMs` meanwhile.
   */
  const ask = async (waitMs = 0) => {
    const request = { model: 'openai/gpt-x', messages: [{ role: 'user', text: '?' }] } as const;
    const streamText = async () => {
      let text = '';
      for await (const event of router.stream(request, never)) {
        if (event.type === 'text-delta') text += event.text;
      }
      return text;
    };
    const streaming = streamText().catch((error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
      return error.kind;
    });
    await clock.advance(waitMs);
    return streaming;
  };

  /** Gives the numbers of the keys of all requests since its last call: `12`. */
  const takeUsedKeys = () => {
    const numbers = usedKeys;
    usedKeys = '';
    return numbers;
  };
  return { clock, keys, router, ask, takeUsedKeys, lists: () => lists, logLines };
}

/** The keys that get a request after a failure of the first one. */
const usedKeysAfter: readonly (readonly [kind: ProviderErrorKind, usedKeys: '12' | '11' | '1'])[] =
  [
    ['auth', '12'],
    ['permission', '12'],
    ['payment', '12'],
    ['rate_limit', '12'],
    ['overloaded', '11'],
    ['server', '11'],
    ['connect', '11'],
    ['truncated', '11'],
    ['empty', '11'],
    ['timeout_first', '1'],
    ['timeout_idle', '1'],
    ['timeout_total', '1'],
    ['not_found', '1'],
    ['bad_request', '1'],
    ['context_length', '1'],
    ['content_filter', '1'],
    ['too_large', '1'],
    ['protocol', '1'],
  ];

const consequences = { 12: 'leads to the next key', 11: 'leads to a retry', 1: 'is final' };

describe('a provider with several keys', () => {
  for (const [kind, usedKeys] of usedKeysAfter) {
    test(`a failure of kind ${kind} ${consequences[usedKeys]}`, async () => {
      const { keys, ask, takeUsedKeys } = setUp();
      const [first] = keys;
      assert.ok(first);
      first.script = [[fault(kind)], answer];
      // The next key gets a request at once, the same one after a pause.
      assert.equal(await ask(usedKeys === '12' ? 0 : 125), usedKeys === '1' ? kind : 'Hi');
      assert.equal(takeUsedKeys(), usedKeys);
    });
  }

  test('a key that works stays in use', async () => {
    const { keys, ask, takeUsedKeys, clock } = setUp(3);
    const [first] = keys;
    assert.ok(first);
    first.script = [[fault('auth')]];
    await ask();
    await ask();
    await clock.advance(60 * MINUTE_MS);
    await ask();
    assert.equal(takeUsedKeys(), '1222');
  });

  test('a refused key has a cooldown of minutes, and gets a request when no other key works', async () => {
    const { keys, ask, takeUsedKeys, clock } = setUp();
    const [first, second] = keys;
    assert.ok(first && second);
    first.script = [[fault('auth')]];
    second.script = [answer, [fault('payment')], [fault('payment')]];
    assert.equal(await ask(), 'Hi');
    assert.equal(await ask(), 'payment', 'the first key still has its cooldown');
    assert.equal(takeUsedKeys(), '122');
    await clock.advance(10 * MINUTE_MS);
    assert.equal(await ask(), 'Hi');
    assert.equal(takeUsedKeys(), '1');
  });

  test('the key whose cooldown ends first gets a request when all keys have one', async () => {
    const { keys, ask, takeUsedKeys, clock } = setUp();
    for (const key of keys) key.script = [[fault('auth')]];
    assert.equal(await ask(), 'auth');
    await clock.advance(MINUTE_MS);
    assert.equal(await ask(), 'Hi');
    assert.equal(takeUsedKeys(), '121');
  });

  test('the router waits for the key that is free first when all are at their limit', async () => {
    const { keys, ask, takeUsedKeys } = setUp();
    const [first, second] = keys;
    assert.ok(first && second);
    first.script = [[fault('rate_limit', 9_000)]];
    second.script = [[fault('rate_limit', 2_000)]];
    assert.equal(await ask(2_000), 'Hi');
    assert.equal(takeUsedKeys(), '122');
  });

  test('an answer has at most five attempts, and two with one key', async () => {
    for (const [count, expected] of [
      [1, '11'],
      [2, '1212'],
      [3, '12312'],
      [7, '12345'],
    ] as const) {
      const { keys, ask, takeUsedKeys } = setUp(count);
      for (const key of keys)
        key.script = Array.from({ length: 5 }, () => [fault('rate_limit', 1_000)]);
      assert.equal(await ask(10_000), 'rate_limit');
      assert.equal(takeUsedKeys(), expected);
    }
  });

  test('a busy key gets a request only when all keys are busy', async () => {
    const { keys, ask, takeUsedKeys } = setUp();
    const [first, second] = keys;
    assert.ok(first && second);
    Object.assign(first, { isBusy: () => true });
    await ask();
    Object.assign(second, { isBusy: () => true });
    await ask();
    assert.equal(takeUsedKeys(), '21');
  });

  test('no other key gets a request after the first content', async () => {
    const { keys, ask, takeUsedKeys } = setUp();
    const [first] = keys;
    assert.ok(first);
    first.script = [[hi, fault('rate_limit')]];
    assert.equal(await ask(), 'rate_limit');
    assert.equal(takeUsedKeys(), '1');
  });

  test('several keys list their models once, and each model appears once', async () => {
    const { router, lists } = setUp();
    assert.deepEqual(
      (await router.models()).map(({ name }) => name),
      ['openai/gpt-x'],
    );
    assert.equal(lists(), 1);
  });

  test('another key lists the models when the first one may not', async () => {
    const { keys, router, clock, ask, takeUsedKeys } = setUp();
    const [first] = keys;
    assert.ok(first);
    await clock.advance(10 * MINUTE_MS);
    first.listModels = async () => {
      throw fault('auth');
    };
    await router.models();
    assert.equal((await router.models()).length, 1);
    await ask();
    assert.equal(takeUsedKeys(), '2', 'the first key was refused');
  });

  test('the log says which key failed', async () => {
    const { keys, ask, logLines } = setUp();
    const [first] = keys;
    assert.ok(first);
    first.script = [[fault('auth')]];
    await ask();
    assert.match(logLines.join('\n'), /"key":"key 1".*it failed: auth/);
  });
});
