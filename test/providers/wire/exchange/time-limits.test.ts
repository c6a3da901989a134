import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ollama } from '../../../../src/providers/ollama/ollama.ts';
import { timeLimitsFor } from '../../../../src/providers/wire/exchange/time-limits.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { readOutcome } from '../../../helpers/read-outcome.ts';

const far = new URL('https://api.example.com/v1');

it('local servers and reasoning models may think for minutes before the first word, others may not', () => {
  assert.equal(timeLimitsFor(far, { model: 'gpt-4o' }).firstContentMs, 60_000);
  assert.equal(timeLimitsFor(far, { model: 'o3' }).firstContentMs, 300_000);
  assert.equal(
    timeLimitsFor(new URL('http://localhost:1234/v1'), { model: 'gpt-4o' }).firstContentMs,
    300_000,
  );
});

it('what a request says of its limits counts, and the rest is as usual', () => {
  const limits = timeLimitsFor(far, { model: 'x', limits: { idleMs: 5, totalMs: 7 } });
  assert.deepEqual(limits, { headersMs: 30_000, firstContentMs: 60_000, idleMs: 5, totalMs: 7 });
});

it('headers may take as long as the first content, where only that is said', () => {
  assert.equal(
    timeLimitsFor(far, { model: 'x', limits: { firstContentMs: 100_000 } }).headersMs,
    100_000,
  );
  assert.equal(
    timeLimitsFor(far, { model: 'x', limits: { firstContentMs: 100_000, headersMs: 9 } }).headersMs,
    9,
  );
});

it('a provider gives up when the limit of the request is reached', async () => {
  const clock = createFakeClock();
  const silent: Parameters<typeof ollama>[0]['http'] = Object.assign(
    ({ signal }: { signal: AbortSignal }) =>
      new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      ),
    { close: async () => {} },
  );
  const provider = ollama({ env: { OLLAMA_BASE_URL: 'http://host' }, http: silent, clock });
  const request = {
    model: 'x',
    messages: [{ role: 'user', text: 'Hello?' }],
    limits: { firstContentMs: 5 },
  } as const;
  const outcome = provider && readOutcome(provider.stream(request, new AbortController().signal));
  await clock.advance(5);
  assert.equal(await outcome, ' | timeout_first');
  assert.equal(clock.pending, 0);
});
