import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listSecrets } from '../../src/config/list-secrets.ts';
import { createSecretHider } from '../../src/lib/secrets.ts';

test('listSecrets finds tokens, keys, cookies, the values of headers, and what an address hides', () => {
  const env = {
    TELEGRAM_TOKEN: ' 123456:telegram-secret ',
    GROQ_API_KEYS: 'sk-first-key, sk-second-key',
    GROQ_HEADERS: 'X-Key: header-secret, Authorization: Basic user-and-password',
    OPENASSISTANT_COOKIE: 'next-auth=cookie-secret',
    VLLM_BASE_URL: 'https://name:password1@gpu.example/a-secret-path/v1?key=query-secret',
    HTTPS_PROXY: 'http://proxy-user:proxy-pass@proxy.example:3128',
    STORE_URL: 'sqlite:./data/parley.sqlite',
  };
  const hide = createSecretHider(listSecrets(env));
  for (const secret of [
    '123456:telegram-secret',
    'telegram-secret',
    'sk-first-key',
    'sk-second-key',
    'header-secret',
    'user-and-password',
    'cookie-secret',
    'password1',
    'a-secret-path',
    'query-secret',
    'proxy-user',
    'proxy-pass',
  ]) {
    assert.equal(hide(`: ${secret};`), ': (hidden);', secret);
  }
});

test('listSecrets leaves what every reader of a log needs', () => {
  const env = {
    OPENAI_API_KEY: 'none',
    OPENAI_BASE_URL: 'https://api.example/openai/deployments/v1beta',
    GROQ_HEADERS: 'HTTP-Referer: https://example.org, X-Title: Parley',
    STORE_URL: 'sqlite:./data/parley.sqlite',
  };
  const text =
    'none POST https://api.example/openai/deployments/v1beta/chat/completions https://example.org Parley ./data/parley.sqlite';
  assert.equal(createSecretHider(listSecrets(env))(text), text);
});
