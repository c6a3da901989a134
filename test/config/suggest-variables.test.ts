import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseEnv } from 'node:util';
import { listVariables } from '../../src/config/list-variables.ts';
import { suggestVariables } from '../../src/config/suggest-variables.ts';
import { providers } from '../../src/providers/index.ts';

const SERVICES = Object.keys(providers);
const suggest = (env: Record<string, string>) => suggestVariables(env, SERVICES);

describe('suggestVariables', () => {
  for (const [name, meant] of [
    ['TELEGRAM_TOKN', 'TELEGRAM_TOKEN'],
    ['DICSORD_TOKEN', 'DISCORD_TOKEN'],
    ['DISCORD_BOT_TOKEN', 'DISCORD_TOKEN'],
    ['OPENAI_KEY', 'OPENAI_API_KEY'],
    ['HUGGINGFACE_TOKEN', 'HUGGINGFACE_API_KEY'],
    ['OLLAMA_URL', 'OLLAMA_BASE_URL'],
    ['ALLOWED_USER', 'ALLOWED_USERS'],
    ['ADMIN', 'ADMINS'],
    ['telegram_token', 'TELEGRAM_TOKEN'],
    ['GROK_API_KEY', 'XAI_API_KEY'],
    ['CLAUDE_API_KEY', 'ANTHROPIC_API_KEY'],
    ['GOOGLE_API_KEY', 'GEMINI_API_KEY'],
    ['OPENAI_API_BASE', 'OPENAI_BASE_URL'],
  ] as const) {
    test(`takes ${name} for ${meant}`, () => {
      assert.deepEqual(suggest({ [name]: 'a value' }), [{ name, meant }]);
    });
  }

  test('says nothing about variables of ours and of other programs', () => {
    const others = [
      'PATH',
      'HOME',
      'HTTP_PROXY',
      'https_proxy',
      'no_proxy',
      'OLLAMA_HOST',
      'OPENAI_ORG_ID',
      'NODE_OPTIONS',
    ];
    const ours = ['GROQ_PROXY', 'OPENAI_API_KEYS', 'TRANSCRIPTION_HEADERS'];
    assert.deepEqual(
      suggest(Object.fromEntries([...others, ...ours].map((name) => [name, 'x']))),
      [],
    );
  });

  test('says nothing where the right variable is set too, or the wrong one is empty', () => {
    assert.deepEqual(suggest({ DISCORD_BOT_TOKEN: 'x', DISCORD_TOKEN: 'x' }), []);
    assert.deepEqual(suggest({ TELEGRAM_TOKN: '' }), []);
  });
});

describe('listVariables', () => {
  test('lists every variable that the manual explains', () => {
    const manual = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const listed = new Set(listVariables(SERVICES));
    assert.deepEqual(
      Object.keys(parseEnv(manual)).filter((name) => !listed.has(name)),
      [],
    );
  });
});
