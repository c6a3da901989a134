import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ProviderErrorKind } from '../../../../src/contracts/provider.ts';
import {
  classifyFailure,
  type Failure,
} from '../../../../src/providers/wire/failures/classify-failure.ts';
import { WireFault } from '../../../../src/providers/wire/wire-fault.ts';

const now = Date.UTC(2026, 0, 1);

function classify(failure: Partial<Failure>) {
  return classifyFailure({
    provider: 'openai',
    requestLine: 'POST https://host/v1/chat/completions',
    nowMs: now,
    ...failure,
  });
}

const refusals: readonly [status: number, body: unknown, kind: ProviderErrorKind][] = [
  [400, { error: { message: 'x', code: 'context_length_exceeded' } }, 'context_length'],
  [400, { error: { message: 'x', code: 'content_policy_violation' } }, 'content_filter'],
  [
    400,
    {
      error: {
        message: 'x',
        code: 'content_filter',
        innererror: { code: 'ResponsibleAIPolicyViolation' },
      },
    },
    'content_filter',
  ],
  [
    400,
    { error: { message: "This model's maximum context length is 8192 tokens." } },
    'context_length',
  ],
  [
    400,
    { error: { code: 400, type: 'exceed_context_size_error', message: 'x' } },
    'context_length',
  ],
  [
    400,
    { object: 'error', message: 'Unknown field', type: 'BadRequestError', code: 400 },
    'bad_request',
  ],
  [400, { error: { message: 'You wrote: 429 too many requests' } }, 'bad_request'],
  [401, { error: { message: 'Incorrect API key provided', code: 'invalid_api_key' } }, 'auth'],
  [401, { error: 'unauthorized' }, 'auth'],
  [401, '<html>Please log in</html>', 'auth'],
  [402, { error: { message: 'Insufficient Balance' } }, 'payment'],
  [403, { error: { message: 'no', type: 'permission_error' } }, 'permission'],
  [404, { error: { message: 'The model does not exist', code: 'model_not_found' } }, 'not_found'],
  [404, { error: 'model "x" not found, try pulling it first' }, 'not_found'],
  [413, '', 'too_large'],
  [422, { detail: [{ loc: ['body'], msg: 'Field required', type: 'missing' }] }, 'bad_request'],
  [429, { error: { message: 'Slow down', code: 'rate_limit_exceeded' } }, 'rate_limit'],
  [429, { error: { message: 'x', type: 'insufficient_quota', code: null } }, 'payment'],
  [429, { error: { message: 'x', code: 'project_spend_limit_exceeded' } }, 'payment'],
  [429, { object: 'error', message: 'Service tier capacity exceeded' }, 'rate_limit'],
  [500, { error: { message: 'x', type: 'server_error' } }, 'server'],
  [502, '<html>Bad gateway</html>', 'server'],
  [
    503,
    { error: { code: 503, message: 'Loading model', type: 'unavailable_error' } },
    'overloaded',
  ],
  [524, '', 'server'],
  [529, { type: 'error', error: { type: 'overloaded_error', message: 'x' } }, 'overloaded'],
  [302, '', 'protocol'],
  [
    400,
    { code: 'Client specified an invalid argument', error: 'Incorrect API key provided: xx' },
    'auth',
  ],
  [400, { error: { message: 'x', code: 'unknown_model' } }, 'not_found'],
  [400, { error: { message: 'x', code: 'data_inspection_failed' } }, 'content_filter'],
  [
    400,
    { error: { message: 'litellm.ContextWindowExceededError: x', code: '400' } },
    'context_length',
  ],
  [
    403,
    { error: { message: 'Input is longer: maximum context length is 4096' } },
    'context_length',
  ],
  [413, { error: { message: 'x', code: 'tokens_limit_reached' } }, 'context_length'],
  [
    429,
    { error: { message: 'Request too large for gpt-4 on tokens per min', code: 'x' } },
    'context_length',
  ],
  [
    429,
    { error: { message: 'Quota exceeded, limit: 0', status: 'RESOURCE_EXHAUSTED' } },
    'payment',
  ],
  [402, { error: { code: 402, message: 'x', status: 'RESOURCE_EXHAUSTED' } }, 'payment'],
  [498, { id: 'x', message: 'invalid token' }, 'auth'],
  [498, { error: { message: 'Flex tier capacity exceeded' } }, 'overloaded'],
  [499, '', 'server'],
  [
    400,
    {
      error: {
        code: 400,
        message: 'Provider returned error',
        metadata: {
          raw: '{"error":{"message":"This model\'s maximum context length is 9 tokens"}}',
        },
      },
    },
    'context_length',
  ],
  // Errors inside of a 200.
  [200, { error: { message: 'x', status: 'UNAVAILABLE' } }, 'overloaded'],
  [200, { error: { message: 'x', status: 'RESOURCE_EXHAUSTED' } }, 'rate_limit'],
  [200, { error: { message: 'x', code: 429 } }, 'rate_limit'],
  [200, { error: { message: 'x', http_status_code: 422 } }, 'bad_request'],
  [
    200,
    { error: { message: 'Rate limit reached for gpt-3.5-turbo', type: 'requests', code: null } },
    'rate_limit',
  ],
  [
    200,
    { error: { message: 'Rate limit reached for gpt-4', type: 'tokens', code: null } },
    'rate_limit',
  ],
  [200, { error: { message: 'x', type: 'overloaded_error' } }, 'overloaded'],
  [200, { error: 'something broke' }, 'server'],
  [
    200,
    {
      error: { message: 'request (9000 tokens) exceeds the available context size (4096 tokens)' },
    },
    'context_length',
  ],
  [
    200,
    { error: { code: 502, message: 'x', metadata: { error_type: 'provider_overloaded' } } },
    'overloaded',
  ],
  [200, [{ error: { code: 503, message: 'x', status: 'UNAVAILABLE' } }], 'overloaded'],
];

it('classifyFailure looks at the codes of a refusal, then at its status, then at its message', () => {
  for (const [status, body, kind] of refusals) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    assert.equal(classify({ status, headers: {}, body: text }).kind, kind, `${status} ${text}`);
  }
});

it('classifyFailure puts our own time limits before everything else', () => {
  const error = new Error('aborted');
  for (const expired of ['timeout_first', 'timeout_idle', 'timeout_total'] as const) {
    assert.equal(classify({ expiredLimit: expired, error, status: 200 }).kind, expired);
  }
});

it('classifyFailure takes a break before the headers for a failed connection, and after them for a cut answer', () => {
  const error = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {
    code: 'ECONNREFUSED',
  });
  assert.equal(classify({ error }).kind, 'connect');
  assert.match(
    classify({ error }).message,
    /openai could not be reached \(ECONNREFUSED\).*OPENAI_BASE_URL/,
  );
  assert.equal(classify({ error, status: 200 }).kind, 'truncated');
  assert.equal(classify({ status: 200 }).kind, 'truncated');
  assert.equal(classify({ error: new WireFault('sent a web page'), status: 200 }).kind, 'protocol');
});

it('classifyFailure reads the wait from the headers, then from the message', () => {
  const wait = (headers: Failure['headers'], message = '') =>
    classify({
      status: 429,
      headers: headers ?? {},
      body: JSON.stringify({ error: { message } }),
    }).retryAfterMs;
  assert.equal(wait({ 'retry-after-ms': '1500', 'retry-after': '9' }), 1_500);
  assert.equal(wait({ 'retry-after': '2' }, 'try again in 7s'), 2_000);
  assert.equal(wait({ 'retry-after': new Date(now + 30_000).toUTCString() }), 30_000);
  assert.equal(wait({ 'retry-after': new Date(now - 30_000).toUTCString() }), 0);
  assert.equal(wait({ 'retry-after': 'soon' }, 'Please try again in 7.66s.'), 7_660);
  assert.equal(wait({}, 'Try again in 1m2.5s'), 62_500);
  assert.equal(wait({}, 'Try again in 20ms'), 20);
  assert.equal(wait({}, 'try again in 1h2m3s'), 3_723_000);
  assert.equal(wait({}, 'Expected available in 2 seconds.'), 2_000);
  assert.equal(wait({}, 'Please retry in 300 milliseconds.'), 300);
  assert.equal(wait({}, 'no idea'), undefined);
});

it('classifyFailure reads the wait from the reset of a rate limit before the message', () => {
  const wait = (headers: Failure['headers'], status = 429) =>
    classify({ status, headers: headers ?? {}, body: '{"error":"try again in 9s"}' }).retryAfterMs;
  const both = { 'x-ratelimit-reset-requests': '6m0s', 'x-ratelimit-reset-tokens': '1.5s' };
  assert.equal(wait({ ...both, 'x-ratelimit-remaining-requests': '0' }), 360_000);
  assert.equal(wait({ ...both, 'x-ratelimit-remaining-tokens': '0' }), 1_500);
  assert.equal(wait(both), 1_500);
  assert.equal(wait({ ...both, 'retry-after': '3' }), 3_000);
  assert.equal(wait(both, 503), 9_000, 'they come with every answer');
  assert.equal(wait({ 'x-ratelimit-reset': String(now + 4_000) }), 4_000);
  assert.equal(wait({ 'x-ratelimit-reset': String(now / 1_000 + 4) }), 4_000);
  assert.equal(wait({ 'ratelimit-reset': '4' }), 4_000);
  assert.equal(
    wait({ 'anthropic-ratelimit-tokens-reset': new Date(now + 4_000).toISOString() }),
    4_000,
  );
  const inner = {
    error: {
      code: 429,
      message: 'x',
      metadata: { headers: { 'X-RateLimit-Reset': String(now + 70) } },
    },
  };
  assert.equal(
    classify({ status: 429, headers: {}, body: JSON.stringify(inner) }).retryAfterMs,
    70,
  );
});

it('classifyFailure waits an hour after a daily limit of Gemini, whatever its delay says', () => {
  const wait = (quotaId: string) => {
    const details = [{ violations: [{ quotaId }] }, { retryDelay: '46s' }];
    const body = JSON.stringify({
      error: { code: 429, message: 'x', status: 'RESOURCE_EXHAUSTED', details },
    });
    const { kind, retryAfterMs } = classify({ status: 429, headers: {}, body });
    return [kind, retryAfterMs];
  };
  assert.deepEqual(wait('GenerateRequestsPerMinutePerProjectPerModel'), ['rate_limit', 46_000]);
  assert.deepEqual(wait('GenerateRequestsPerDayPerProjectPerModel-FreeTier'), [
    'rate_limit',
    3_600_000,
  ]);
});

it('classifyFailure names the key when there are several', () => {
  const keyName = 'key 2 of OPENAI_API_KEYS';
  assert.match(
    classify({ status: 401, headers: {}, body: '', keyName }).message,
    /^openai with key 2 of OPENAI_API_KEYS answered 401; the request was .* Check that key\.$/,
  );
});

it('classifyFailure says where a redirect leads, and which variable to change', () => {
  const redirected = (location?: string) => {
    const { kind, message } = classify({
      status: 308,
      headers: location ? { location } : {},
      body: '',
    });
    assert.equal(kind, 'protocol');
    return message.replace('; the request was POST https://host/v1/chat/completions', '');
  };
  const cure = 'Set OPENAI_BASE_URL to the address there.';
  assert.equal(
    redirected('https://user:secret@other.example:8443/secret?key=secret'),
    `openai answered 308 and leads to https://other.example:8443. ${cure}`,
  );
  assert.equal(
    redirected('/v1/chat/completions/?key=secret'),
    `openai answered 308 and leads to another path of https://host. ${cure}`,
  );
  for (const invalid of [undefined, 'javascript:secret', 'http://']) {
    assert.equal(redirected(invalid), 'openai answered 308. Check OPENAI_BASE_URL.');
  }
});

it('classifyFailure says what failed and how to cure it, and quotes no message or key', () => {
  const body = JSON.stringify({
    error: { message: 'Incorrect key sk-secret for “my private words”', code: 'invalid_api_key' },
  });
  const error = classify({ status: 401, headers: {}, body, error: new WireFault('x', body) });
  assert.equal(
    error.message,
    'openai answered 401 (invalid_api_key); the request was POST https://host/v1/chat/completions. Check OPENAI_API_KEY.',
  );
  assert.ok(!JSON.stringify([error.stack, error.cause, { ...error }]).includes('secret'));
});
