import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Provider } from '../../../src/contracts/provider.ts';
import type { RequestParty } from '../../../src/contracts/request-party.ts';
import { ProviderError } from '../../../src/errors.ts';
import { limitConcurrency } from '../../../src/providers/wire/limit-concurrency.ts';
import { createFakeClock } from '../../helpers/fake-clock.ts';

const never = new AbortController().signal;

/** A limited provider whose answers end when the test resolves or rejects their gate. */
function setUp(concurrency: number) {
  const clock = createFakeClock();
  const running: PromiseWithResolvers<void>[] = [];
  let maxRunning = 0;
  const provider: Provider = {
    name: 'llamacpp',
    models: async () => [],
    async *stream() {
      const gate = Promise.withResolvers<void>();
      running.push(gate);
      maxRunning = Math.max(maxRunning, running.length);
      yield { type: 'text-delta', text: 'Hi' };
      await gate.promise.finally(() => running.splice(running.indexOf(gate), 1));
      yield { type: 'end', reason: 'stop' };
    },
  };
  const limited = limitConcurrency(provider, concurrency, { clock });
  const ask = (signal = never, party?: RequestParty) =>
    Array.fromAsync(
      limited.stream(
        { model: 'm', messages: [{ role: 'user', text: '?' }], ...(party && { party }) },
        signal,
      ),
    ).then(
      (events) =>
        events.map((event) => (event.type === 'text-delta' ? event.text : event.type)).join(' '),
      (error: unknown) => (error instanceof ProviderError ? error : Promise.reject(error)),
    );
  return { clock, running, ask, limited, maxRunning: () => maxRunning };
}

it('limitConcurrency runs no more answers than allowed, and all of them in the end', async () => {
  const { ask, running, clock, limited, maxRunning } = setUp(2);
  assert.equal(limited.isBusy?.(), false);
  const answers = [ask(), ask(), ask(), ask(), ask()];
  assert.equal(limited.isBusy?.(), true);
  for (let count = 0; count < 5; count++) {
    await clock.advance(0);
    running[0]?.resolve();
  }
  assert.deepEqual(new Set(await Promise.all(answers)), new Set(['Hi end']));
  assert.equal(maxRunning(), 2);
  assert.equal(clock.pending, 0);
});

it('a request that is aborted while it waits ends quietly and leaves no trace', async () => {
  const { ask, running, clock } = setUp(1);
  const first = ask();
  const stopping = new AbortController();
  const second = ask(stopping.signal);
  const third = ask();
  await clock.advance(0);
  stopping.abort();
  assert.equal(await second, '');
  running[0]?.resolve();
  assert.equal(await first, 'Hi end');
  await clock.advance(0);
  running[0]?.resolve();
  assert.equal(await third, 'Hi end');
  assert.equal(clock.pending, 0);
});

it('a reader that leaves early and an answer that fails both free their slot', async () => {
  const { ask, running, limited, clock } = setUp(1);
  for await (const event of limited.stream({ model: 'm', messages: [] }, never)) {
    running[0]?.resolve();
    if (event.type === 'text-delta') break;
  }
  const failing = ask();
  const next = ask();
  await clock.advance(0);
  const failure = new ProviderError('it broke', { kind: 'server', provider: 'llamacpp' });
  running.at(-1)?.reject(failure);
  assert.equal(await failing, failure);
  await clock.advance(0);
  running.at(-1)?.resolve();
  assert.equal(await next, 'Hi end');
});

it('a request that waits five minutes, or finds a hundred waiting, fails with the name of the variable', async () => {
  const { ask, running, clock } = setUp(1);
  const first = ask();
  const waiting = Array.from({ length: 100 }, () => ask());
  await clock.advance(0);
  const refused = await ask();
  assert.ok(refused instanceof ProviderError);
  assert.equal(refused.kind, 'rate_limit');
  assert.match(refused.message, /^llamacpp has too many requests in line.*LLAMACPP_CONCURRENCY/);

  await clock.advance(5 * 60_000);
  for (const outcome of await Promise.all(waiting)) assert.ok(outcome instanceof ProviderError);
  running[0]?.resolve();
  assert.equal(await first, 'Hi end');
  assert.equal(clock.pending, 0);
});

it('the question of one person is answered next, however many others a second person has asked before', async () => {
  const { ask, running, clock } = setUp(1);
  const ended: string[] = [];
  const answers = Array.from({ length: 30 }, (_, index) =>
    ask(never, { person: 'ann', channel: `room ${index}` }).then(() => ended.push('ann')),
  );
  answers.push(ask(never, { person: 'bob', channel: 'hall' }).then(() => ended.push('bob')));
  for (let count = 0; count < 31; count++) {
    await clock.advance(0);
    running[0]?.resolve();
  }
  await Promise.all(answers);
  assert.equal(ended.indexOf('bob'), 1);
});

it('a full line refuses the newest request of who has the most, and no newcomer', async () => {
  const { ask, running, clock } = setUp(1);
  const party = { person: 'ann', channel: 'room' };
  const all = Array.from({ length: 101 }, () => ask(never, party));
  await clock.advance(0);
  const bob = ask(never, { person: 'bob', channel: 'hall' });
  const refused = await all.at(-1);
  assert.ok(refused instanceof ProviderError && refused.kind === 'rate_limit');
  running[0]?.resolve();
  await clock.advance(0);
  running[0]?.resolve();
  assert.equal(await bob, 'Hi end');
  await clock.advance(5 * 60_000);
  running[0]?.resolve();
  await Promise.all(all);
});
