import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ollama } from '../../../../src/providers/ollama/ollama.ts';
import { timeLimitsFor } from '../../../../src/providers/wire/exchange/time-limits.ts';
import { createFakeClock } from '../../../helpers/fake-clock.ts';
import { readOutcome } from '../../../helpers/read-outcome.ts';

const remoteUrl = new URL('https://api.example.com/v1');

it('timeLimitsFor gives only local servers and reasoning models minutes for the first word', () => {
  assert.equal(timeLimitsFor(remoteUrl, { model: 'gpt-4o' }).firstContentMs, 60_000);
  assert.equal(timeLimitsFor(remoteUrl, { model: 'o3' }).firstContentMs, 300_000);
  assert.equal(
    timeLimitsFor(new URL('http://localhost:1234/v1'), { model: 'gpt-4o' }).firstContentMs,
    300_000,
  );
});

it('timeLimitsFor takes the limits of the request, and defaults for the rest', () => {
  const limits = timeLimitsFor(remoteUrl, { model: 'x', limits: { idleMs: 5, totalMs: 7 } });
  assert.deepEqual(limits, { headersMs: 30_000, firstContentMs: 60_000, idleMs: 5, totalMs: 7 });
});

it('timeLimitsFor gives the headers as long as the first content, unless the request limits them', () => {
  assert.equal(
    timeLimitsFor(remoteUrl, { model: 'x', limits: { firstContentMs: 100_000 } }).headersMs,
    100_000,
  );
  assert.equal(
    timeLimitsFor(remoteUrl, { model: 'x', limits: { firstContentMs: 100_000, headersMs: 9 } })
      .headersMs,
    9,
  );
});

it('a provider gives up at the time limit of the request', async () => {
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
