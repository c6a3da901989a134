import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listSecrets } from '../../src/config/list-secrets.ts';
import { createSecretHider } from '../../src/lib/secrets.ts';

test('listSecrets finds tokens, keys, cookies, the values of headers, and what an address hides', () => {
  const env = {
    TELEGRAM_TOKEN: ' 123456:telegram-secret ',
    TELEGRAM_TOKENS: 'memes=654321:second-secret, support = 7:third-secret',
    DISCORD_TOKENS: 'memes=discord.secret',
    GROQ_API_KEYS: 'sk-first-key, sk-second-key',
    GROQ_HEADERS: 'X-Key: header-secret, Authorization: Basic user-and-password',
    OPENASSISTANT_COOKIE: 'next-auth=cookie-secret',
    VLLM_BASE_URL: 'https://name:password1@gpu.example/a-secret-path/v1?key=query-secret',
    HTTPS_PROXY: 'http://proxy-user:proxy-pass@proxy.example:3128',
    STORE_URL: 'sqlite:./data/parley.sqlite',
    UPDATE_CHECK: 'https://git.example/repos/somebody/releases?token=update-secret',
  };
  const hide = createSecretHider(listSecrets(env));
  for (const secret of [
    '123456:telegram-secret',
    'telegram-secret',
    '654321:second-secret',
    'second-secret',
    'third-secret',
    'discord.secret',
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
    'update-secret',
  ]) {
    assert.equal(hide(`: ${secret};`), ': (hidden);', secret);
  }
  assert.equal(hide('releases of somebody'), 'releases of somebody');
});

test('listSecrets leaves what every reader of a log needs', () => {
  const env = {
    OPENAI_API_KEY: 'none',
    DISCORD_TOKENS: 'a-name-of-a-bot=x',
    OPENAI_BASE_URL: 'https://api.example/openai/deployments/v1beta',
    GROQ_HEADERS: 'HTTP-Referer: https://example.org, X-Title: Parley',
    STORE_URL: 'sqlite:./data/parley.sqlite',
  };
  const text =
    'none discord@a-name-of-a-bot POST https://api.example/openai/deployments/v1beta/chat/completions https://example.org Parley ./data/parley.sqlite';
  assert.equal(createSecretHider(listSecrets(env))(text), text);
});

test('of the address of versions, only the query and the user are secret', () => {
  const address = 'https://operator:password1@host.example/repos/parley/releases?access=secret12';
  const secrets = listSecrets({ UPDATE_CHECK: address });
  assert.ok(secrets.includes('password1') && secrets.includes('secret12'));
  assert.ok(!secrets.includes('releases'));
});

test('of the address of a database, the password is secret, though its signs are not escaped, and its user is not', () => {
  const hide = (text: string, url: string) =>
    createSecretHider(listSecrets({ STORE_URL: url, STORE_DIRECT_URL: url }))(text);
  const escaped = 'postgres://postgres:p%40ss%2Fw0rd@db.example:5432/parley';
  assert.equal(
    hide('p@ss/w0rd and p%40ss%2Fw0rd of postgres at db.example/parley', escaped),
    '(hidden) and (hidden) of postgres at db.example/parley',
  );
  assert.equal(
    hide('cannot parse 12/secret@word', 'postgres://parley:12/secret@word@db.example/parley'),
    'cannot parse (hidden)',
  );
  assert.equal(
    hide('query-secret', 'postgres://db.example/parley?password=query-secret'),
    '(hidden)',
  );
});
