import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { classifyFailure } from '../../../../src/providers/wire/failures/classify-failure.ts';
import { WireFault } from '../../../../src/providers/wire/wire-fault.ts';
import { reportedRefusals } from '../../../helpers/reported-refusals.ts';

const now = Date.UTC(2026, 0, 1);
const CURES = {
  region: /^It does not serve the country of this machine/,
  privacy: /openrouter\.ai\/settings\/privacy\.$/,
  https: /^Begin OPENAI_BASE_URL with https/,
} as const;

describe('classifyFailure', () => {
  for (const { vendor, refusals } of reportedRefusals) {
    test(`understands what ${vendor} says when it refuses`, () => {
      for (const refusal of refusals) {
        const { source, status, headers = {}, text, kind, cure } = refusal;
        // An error inside a 200 reaches it as a fault of the decoder.
        const sent = status === 200 ? { error: new WireFault('x', text) } : { headers, body: text };
        const error = classifyFailure({
          provider: 'openai',
          requestLine: 'POST https://host/v1/chat/completions',
          nowMs: now,
          status,
          ...sent,
        });

        const name = `${source}: ${status} ${text}`;
        assert.equal(error.kind, kind, name);
        assert.equal(error.retryAfterMs, refusal.retryAfterMs, name);
        assert.equal(error.tokenLimit, refusal.tokenLimit, name);
        assert.equal(error.requestTokens, refusal.requestTokens, name);
        const advice = error.message.split('completions. ')[1] ?? '';
        if (cure) assert.match(advice, CURES[cure], name);
        else assert.doesNotMatch(advice, CURES.region, name);
      }
    });
  }

  test('is measured with at least 100 reported refusals of at least 25 vendors', () => {
    const count = reportedRefusals.reduce((sum, { refusals }) => sum + refusals.length, 0);
    assert.ok(count >= 100, `${count} refusals`);
    assert.ok(reportedRefusals.length >= 25, `${reportedRefusals.length} vendors`);
  });
});
