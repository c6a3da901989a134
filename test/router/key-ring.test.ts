import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ProviderError, type ProviderErrorKind } from '../../src/errors.ts';
import { createLog } from '../../src/lib/log.ts';
import { createRouter } from '../../src/router/router.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { answer, createScriptedProvider, fault, hi } from '../helpers/scripted-provider.ts';

const never = new AbortController().signal;
const MINUTE_MS = 60_000;

/** One provider with several keys. `asked` says which ones were asked, in order: `12` is the first and then the second. */
function setUp(count = 2) {
  const clock = createFakeClock();
  let asked = '';
  let lists = 0;
  const lines: string[] = [];
  const keys = Array.from({ length: count }, (_, index) => {
    const key = createScriptedProvider('openai', 'gpt-x');
    const { stream, list } = key;
    return Object.assign(key, {
      keyAlias: `key ${index + 1}`,
      stream(...call: Parameters<typeof stream>) {
        asked += index + 1;
        return stream(...call);
      },
      list(signal: AbortSignal) {
        lists += 1;
        return list(signal);
      },
    });
  });
  const log = createLog({
    level: 'debug',
    isReadable: false,
    target: { write: (line) => lines.push(line) },
  });
  const router = createRouter({ providers: keys, clock, log, random: () => 0.5 });

  /** The text, or the kind of failure, as soon as `waitMs` have passed. */
  const ask = async (waitMs = 0, signal = never) => {
    const request = { model: 'openai/gpt-x', messages: [{ role: 'user', text: '?' }] } as const;
    let said = '';
    const asking = (async () => {
      for await (const event of router.stream(request, signal))
        if (event.type === 'text-delta') said += event.text;
      return said;
    })().catch((error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
      return error.kind;
    });
    await clock.advance(waitMs);
    return asking;
  };
  const seen = () => {
    const keysAsked = asked;
    asked = '';
    return keysAsked;
  };
  return { clock, keys, router, ask, seen, lists: () => lists, lines };
}

const rotation: readonly (readonly [kind: ProviderErrorKind, asked: string])[] = [
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

for (const [kind, asked] of rotation) {
  const what = { 12: 'is followed by the next key', 11: 'stays with its key', 1: 'is final' }[
    asked
  ];
  it(`${kind} ${what}`, async () => {
    const { keys, ask, seen } = setUp();
    const [first] = keys;
    assert.ok(first);
    first.attempts = [[fault(kind)], answer];
    // The next key is asked at once, the same one after a pause.
    assert.equal(await ask(asked === '12' ? 0 : 125), asked === '1' ? kind : 'Hi');
    assert.equal(seen(), asked);
  });
}

it('the key that works stays in use', async () => {
  const { keys, ask, seen, clock } = setUp(3);
  const [first] = keys;
  assert.ok(first);
  first.attempts = [[fault('auth')]];
  await ask();
  await ask();
  await clock.advance(60 * MINUTE_MS);
  await ask();
  assert.equal(seen(), '1222');
});

it('a key that was refused rests for minutes, and is asked again where no other one works', async () => {
  const { keys, ask, seen, clock } = setUp();
  const [first, second] = keys;
  assert.ok(first && second);
  first.attempts = [[fault('auth')]];
  second.attempts = [answer, [fault('payment')], [fault('payment')]];
  assert.equal(await ask(), 'Hi');
  assert.equal(await ask(), 'payment', 'the first key still rests');
  assert.equal(seen(), '122');
  await clock.advance(10 * MINUTE_MS);
  assert.equal(await ask(), 'Hi');
  assert.equal(seen(), '1');
});

it('where all keys rest, the one whose rest ends first is asked all the same', async () => {
  const { keys, ask, seen, clock } = setUp();
  for (const key of keys) key.attempts = [[fault('auth')]];
  assert.equal(await ask(), 'auth');
  await clock.advance(MINUTE_MS);
  assert.equal(await ask(), 'Hi');
  assert.equal(seen(), '121');
});

it('where all keys are at their limit, the one that is free first is waited for', async () => {
  const { keys, ask, seen } = setUp();
  const [first, second] = keys;
  assert.ok(first && second);
  first.attempts = [[fault('rate_limit', 9_000)]];
  second.attempts = [[fault('rate_limit', 2_000)]];
  assert.equal(await ask(2_000), 'Hi');
  assert.equal(seen(), '122');
});

it('there are no more than five attempts, and two with a key', async () => {
  for (const [count, expected] of [
    [1, '11'],
    [2, '1212'],
    [3, '12312'],
    [7, '12345'],
  ] as const) {
    const { keys, ask, seen } = setUp(count);
    for (const key of keys)
      key.attempts = Array.from({ length: 5 }, () => [fault('rate_limit', 1_000)]);
    assert.equal(await ask(10_000), 'rate_limit');
    assert.equal(seen(), expected);
  }
});

it('a key with a line before it is asked only where all have one', async () => {
  const { keys, ask, seen } = setUp();
  const [first, second] = keys;
  assert.ok(first && second);
  Object.assign(first, { isBusy: () => true });
  await ask();
  Object.assign(second, { isBusy: () => true });
  await ask();
  assert.equal(seen(), '21');
});

it('after the first content no other key is asked', async () => {
  const { keys, ask, seen } = setUp();
  const [first] = keys;
  assert.ok(first);
  first.attempts = [[hi, fault('rate_limit')]];
  assert.equal(await ask(), 'rate_limit');
  assert.equal(seen(), '1');
});

it('the models of several keys are asked for once, and each is offered once', async () => {
  const { router, lists } = setUp();
  assert.deepEqual(
    (await router.models()).map(({ name }) => name),
    ['openai/gpt-x'],
  );
  assert.equal(lists(), 1);
});

it('a key that may not list the models is no reason to offer none', async () => {
  const { keys, router, clock, ask, seen } = setUp();
  const [first] = keys;
  assert.ok(first);
  await clock.advance(10 * MINUTE_MS);
  first.list = async () => {
    throw fault('auth');
  };
  await router.models();
  assert.equal((await router.models()).length, 1);
  await ask();
  assert.equal(seen(), '2', 'that key is known to be refused');
});

it('the log says which key failed', async () => {
  const { keys, ask, lines } = setUp();
  const [first] = keys;
  assert.ok(first);
  first.attempts = [[fault('auth')]];
  await ask();
  assert.match(lines.join('\n'), /"key":"key 1".*it failed: auth/);
});
