import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { ProviderErrorKind } from '../../../../src/contracts/provider.ts';
import {
  classifyFailure,
  type Failure,
} from '../../../../src/providers/wire/failures/classify-failure.ts';
import { WireFault } from '../../../../src/providers/wire/wire-fault.ts';
import { reportedRefusals } from '../../../helpers/reported-refusals.ts';

const now = Date.UTC(2026, 0, 1);

function classify(failure: Partial<Failure>) {
  return classifyFailure({
    provider: 'openai',
    requestLine: 'POST https://host/v1/chat/completions',
    nowMs: now,
    ...failure,
  });
}

/** Meanings that no body tells. What vendors say is in `reported-refusals.test.ts`. */
const refusals: readonly [status: number, body: string, kind: ProviderErrorKind][] = [
  [302, '', 'protocol'],
  [400, '{"error":{"message":"x"}}', 'bad_request'],
  [401, '<html>Please log in</html>', 'auth'],
  [422, '{"detail":[{"loc":["body"],"msg":"Field required","type":"missing"}]}', 'bad_request'],
  [499, '', 'server'],
  [502, '<html>Bad gateway</html>', 'server'],
  [524, '', 'server'],
  [200, '{"error":"something broke"}', 'server'],
  [200, '{"error":{"message":"x","http_status_code":422}}', 'bad_request'],
  [200, '{"error":{"message":"x","status":"UNAVAILABLE"}}', 'overloaded'],
  [200, '{"error":{"message":"x","type":"tokens","code":null}}', 'rate_limit'],
];

it('classifyFailure takes the status when the body says nothing', () => {
  for (const [status, body, kind] of refusals) {
    assert.equal(classify({ status, headers: {}, body }).kind, kind, `${status} ${body}`);
  }
});

/** All that vendors say, as a person pastes it: whole bodies, and each sentence. */
const reportedTexts = reportedRefusals
  .flatMap(({ refusals }) => refusals)
  .flatMap(({ text, body }) => [text, ...sentencesOf(body)]);

function sentencesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return /\s/.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(sentencesOf)
    : [];
}

/** Questions about errors, as people ask a bot. */
const PLANTED_PROMPTS = new Set([
  ...reportedTexts,
  'what does invalid api key mean?',
  'insufficient balance',
  "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens",
  'prompt is too long: 210000 tokens > 200000 maximum',
  'Request too large for model x: Limit 6000, Requested 9000',
  'why does my bot say model not exist',
  'Country, region, or territory not supported',
  'content exists risk',
  '{"error":{"code":"invalid_api_key","message":"Incorrect API key provided"}}',
  "{'error': {'code': 'insufficient_quota'}}",
  'try again in 5 hours',
  'error-code#token-limit',
]);

/** The ways in which a server may repeat a prompt in an error. */
const ECHOES: readonly ((prompt: string) => unknown)[] = [
  (prompt) => ({
    error: { message: `Invalid value: '${prompt}'.`, type: 'invalid_request_error' },
  }),
  (prompt) => ({ error: { message: `You wrote: ${prompt}` } }),
  (prompt) => ({ error: { message: prompt } }),
  (prompt) => ({ error: `cannot process "${prompt}"` }),
  (prompt) => ({
    object: 'error',
    message: `[{'type': 'extra_forbidden', 'loc': ('body', 'x'), 'input': '${prompt}'}]`,
    code: 400,
  }),
  (prompt) => ({ detail: [{ loc: ['body', 'x'], msg: 'Not allowed', input: prompt }] }),
  (prompt) => `400 Bad Request: ${prompt}`,
];

it('classifyFailure does not take the words of a person for those of the back end', () => {
  for (const prompt of PLANTED_PROMPTS) {
    const requestBody = JSON.stringify({ messages: [{ role: 'user', content: prompt }] });

    for (const echo of ECHOES) {
      const sent = echo(prompt);
      const body = typeof sent === 'string' ? sent : JSON.stringify(sent);
      const error = classify({ status: 400, headers: {}, body, requestBody });
      const { kind, tokenLimit, retryAfterMs } = error;
      assert.deepEqual(
        [kind, tokenLimit, retryAfterMs],
        ['bad_request', undefined, undefined],
        body,
      );
    }
  }
});

it('classifyFailure understands a refusal although the prompt has the same words', () => {
  const refused = (prompt: string, status: number, body: unknown) =>
    classify({
      status,
      headers: {},
      body: JSON.stringify(body),
      requestBody: JSON.stringify({ messages: [{ role: 'user', content: prompt }] }),
    });

  const tooLong = refused('What is a maximum context length?', 400, {
    error: {
      message:
        "This model's maximum context length is 4097 tokens. However, you requested 4226 tokens",
    },
  });
  assert.equal(tooLong.kind, 'context_length');
  assert.equal(tooLong.tokenLimit, 4097);

  const noBalance = refused('insufficient balance?', 400, {
    error: { message: 'Insufficient Balance', code: 'invalid_request_error' },
  });
  assert.equal(noBalance.kind, 'payment');
});

it('classifyFailure says that an error came inside of a 200', () => {
  const body = JSON.stringify({ error: { message: 'x', code: 429, type: 'rate_limited' } });
  const { message } = classify({ status: 200, error: new WireFault('x', body) });
  assert.match(message, /^openai reported an error inside a 200 \(rate_limited\); the request was/);
});

it('classifyFailure says that a web page came in place of an answer', () => {
  const { message } = classify({ status: 502, headers: {}, body: '<html>Bad gateway</html>' });
  assert.match(message, /^openai answered 502 with a web page; the request was/);
});

it('classifyFailure names the page where credit is bought, where it knows the service', () => {
  const body = '{"error":{"message":"Insufficient Balance"}}';
  const messageFor = (host: string) =>
    classify({ status: 402, headers: {}, body, requestLine: `POST https://${host}/v1` }).message;

  assert.match(
    messageFor('api.deepseek.com'),
    /Check the credit of its account at https:\/\/platform\.deepseek\.com\/top_up\.$/,
  );
  assert.match(messageFor('gateway.example'), /Check the credit of its account\.$/);
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
