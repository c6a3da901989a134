import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hideSecrets } from '../../src/doctor/hide-secrets.ts';

test('hideSecrets replaces tokens, keys, cookies and headers in a text, and each key of a list', () => {
  const env = {
    TELEGRAM_TOKEN: ' 123456:secret ',
    GROQ_API_KEYS: 'sk-first-key, sk-second-key',
    GROQ_HEADERS: 'X-Key: header-secret',
    GROQ_BASE_URL: 'http://localhost:1234',
    OPENAI_API_KEY: 'none',
  };
  const text = '123456:secret sk-first-key sk-second-key header-secret http://localhost:1234 none';
  const hidden = '(hidden)';
  assert.equal(
    hideSecrets(text, env),
    `${hidden} ${hidden} ${hidden} ${hidden} http://localhost:1234 none`,
  );
});
