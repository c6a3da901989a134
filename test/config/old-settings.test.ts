import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { parseEnv } from 'node:util';
import { compose } from '../../src/compose.ts';
import { loadRouting } from '../../src/config/open-routing.ts';
import { readLogLevel } from '../../src/config/read-log-level.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { providers as providerTable } from '../../src/providers/index.ts';

const readFile = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** A value for every variable that `.env.example` explained in commit 58773b6. */
const env = parseEnv(readFile('../fixtures/config/58773b6.env'));

describe('the settings of commit 58773b6', () => {
  test('set up both platforms and every provider', async () => {
    const { config, http, platforms, providers, providerNames } = compose<never>(
      { env, clock: systemClock, log: silentLog, commands: [] },
      (_name, build) => build(),
    );
    await http.close();

    assert.deepEqual(
      platforms.map(({ name }) => name),
      ['discord', 'telegram'],
    );
    assert.deepEqual(new Set(providerNames.ready), new Set(providerNames.all));
    assert.equal(providers.filter(({ name }) => name === 'groq').length, 3, 'one for each key');
    assert.deepEqual(config, {
      defaultModel: 'smart',
      routingFile: './parley.yaml',
      settings: {
        instructions: 'You are Parley.',
        reasoning: 'folded',
        footer: ['model', 'tokens'],
        historyDays: 7,
      },
      maxMessages: 3,
      storeUrl: 'memory:',
      role: 'all',
      admins: ['telegram:1', 'discord:2'],
      allowedUsers: ['3'],
      allowedChats: ['-100'],
    });
    assert.equal(readLogLevel(env, 'info'), 'debug');
  });

  test('have variables that .env.example still explains', () => {
    const manual = readFile('../../.env.example');
    const missing = Object.keys(env).filter((name) => {
      const setting = name.replace(/^GROQ(?=_(API_KEYS|PROXY|HEADERS|CONCURRENCY)$)/, 'NAME');
      return !new RegExp(`^(# )?${setting}[=:]`, 'm').test(manual);
    });
    assert.deepEqual(missing, []);
  });

  test('have a parley.yaml, the example of that README, that is still read without a warning', () => {
    const all = Object.keys(providerTable);
    const file = new URL('../fixtures/config/58773b6.yaml', import.meta.url).pathname;
    const { routing, warnings } = loadRouting(file, { all, ready: all });
    assert.deepEqual(warnings, []);
    assert.equal(routing.defaultModel, 'smart');
    assert.deepEqual([...routing.aliases.keys()], ['smart', 'cheap']);
    assert.deepEqual(routing.aliases.get('cheap')?.targets, [
      { model: 'groq/llama-4-maverick', weight: 3 },
      { model: 'cerebras/llama-4-maverick', weight: 1 },
    ]);
    assert.deepEqual(routing.fallbacks, {
      general: ['cheap', 'ollama/llama3.3'],
      largerContext: ['gemini/gemini-3-pro'],
      policy: ['mistral/mistral-large-latest'],
    });
    assert.deepEqual(routing.models.get('ollama/*'), {
      limits: { headersMs: 300_000, firstContentMs: 300_000, idleMs: 90_000, totalMs: 1_200_000 },
      contextWindow: 8192,
      images: false,
    });
    assert.deepEqual(routing.models.get('openai/gpt-5')?.parameters, {
      temperature: 0.3,
      maxOutputTokens: 4000,
      reasoningEffort: 'low',
    });
  });
});
