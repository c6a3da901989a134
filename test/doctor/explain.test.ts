import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { explain } from '../../src/doctor/explain.ts';
import { ConfigError, PlatformError, ProviderError } from '../../src/errors.ts';

const of = (kind: ProviderError['kind'], message: string) =>
  new ProviderError(message, { kind, provider: 'groq' });

describe('explain', () => {
  test('takes the first sentence as the result, and the others as the cure', () => {
    const error = of(
      'auth',
      'groq answered 401; the request was POST https://api.groq.com/v1. Check GROQ_API_KEY. Or pay.',
    );
    assert.deepEqual(explain('groq', 'answer', error), {
      state: 'bad',
      subject: 'answer',
      result: 'groq answered 401; the request was POST https://api.groq.com/v1.',
      cure: 'Check GROQ_API_KEY. Or pay.',
    });
    assert.deepEqual(
      explain('platform', 'variables', new ConfigError('It is wrong. Set it.')).cure,
      'Set it.',
    );
  });

  test('adds a cure with the variables of the part to a message without a cure', () => {
    assert.match(
      explain('groq', 'answer', of('rate_limit', 'groq answered 429.')).cure ?? '',
      /GROQ_API_KEYS/,
    );
    assert.match(
      explain('groq', 'answer', of('timeout_first', 'groq is silent.')).cure ?? '',
      /GROQ_BASE_URL/,
    );
    const silent = new PlatformError('no answer.', { kind: 'network', platform: 'discord' });
    assert.match(explain('discord', 'connection', silent).cure ?? '', /DISCORD_API_URL/);
  });

  test('shows only the name of an unexpected error', () => {
    const { result } = explain('groq', 'answer', new TypeError('cannot send sk-secret'));
    assert.match(result, /TypeError/);
    assert.doesNotMatch(result, /sk-secret/);
  });
});
