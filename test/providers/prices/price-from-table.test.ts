import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MODEL_PRICES } from '../../../src/providers/prices/model-prices.ts';
import { priceFromTable } from '../../../src/providers/prices/price-from-table.ts';

const inputOf = (name: string, model: string, host?: string) =>
  priceFromTable({ name, host }, model)?.input;

describe('the table of prices', () => {
  test('knows a model by its name, and by each of its dated states', () => {
    for (const id of ['gpt-5-mini', 'gpt-5-mini-2025-08-07', 'gpt-5-mini-latest']) {
      assert.equal(inputOf('openai', id), 0.25, id);
      assert.equal(inputOf('openai_responses', id), 0.25, id);
    }
    assert.equal(inputOf('openai', 'gpt-6.1-terra-2026-10-26'), 1);
    assert.equal(inputOf('anthropic', 'claude-haiku-4-5-20251001'), 1);
    assert.equal(inputOf('gemini', 'gemini-2.5-flash-001'), 0.3);
    assert.equal(inputOf('cohere', 'command-r7b-12-2024'), 0.0375);
    assert.equal(inputOf('groq', 'openai/gpt-oss-120b'), 0.15);
    // A state with a price of its own.
    assert.equal(inputOf('openai', 'gpt-4o-2024-05-13'), 5);
    assert.equal(inputOf('openai', 'gpt-4o-2024-11-20'), 2.5);
  });

  test('never takes another model that begins alike', () => {
    const others = [
      'gpt-5-pro',
      'gpt-5.9',
      'gpt-4o-audio-preview',
      'gpt-4o-audio-preview-2025-06-03',
      'gpt-4o-2024-05-13-special',
      'gpt-5-mini-8b',
      'my-gpt-5',
      'constructor',
      'toString',
      '',
    ];
    for (const id of others) assert.equal(inputOf('openai', id), undefined, id);
    assert.equal(inputOf('gemini', 'gemini-2.5-flash-image'), undefined);
    assert.equal(inputOf('anthropic', 'claude-opus-4'), undefined);
    assert.equal(inputOf('constructor', 'gpt-5'), undefined);
  });

  test('counts only where the vendor itself answers', () => {
    assert.equal(inputOf('openai', 'gpt-5', 'api.openai.com'), 1.25);
    assert.equal(inputOf('openai', 'gpt-5', 'localhost'), undefined);
    assert.equal(inputOf('openai', 'gpt-5', 'gateway.example'), undefined);
    assert.equal(inputOf('litellm', 'gpt-5', 'localhost'), undefined);
  });

  test('has a day, a source and possible numbers in each row', () => {
    for (const [name, { asOf, source, hosts, models }] of Object.entries(MODEL_PRICES)) {
      assert.match(asOf, /^20\d\d-\d\d-\d\d$/, name);
      assert.ok(source.includes('.') && hosts.length > 0, name);
      for (const [id, { longPrompt, ...price }] of Object.entries(models)) {
        const numbers = Object.values({ ...price, ...longPrompt });
        assert.ok(
          numbers.every((number) => number >= 0 && Number.isFinite(number)),
          id,
        );
        assert.ok((price.cachedInput ?? 0) <= price.input, id);
      }
    }
  });
});

describe('a server that runs a model itself', () => {
  test('costs nothing on a machine of the operator', () => {
    const hosts = [
      'localhost',
      '127.0.0.1',
      '[::1]',
      'ollama',
      'gpu.local',
      'host.docker.internal',
      '10.1.2.3',
      '192.168.0.9',
      '172.20.0.2',
      '100.100.1.1',
      '[fd00::5]',
    ];
    for (const host of hosts) {
      assert.equal(inputOf('ollama', 'llama3', host), 0, host);
      assert.equal(inputOf('tgi', 'any', host), 0, host);
    }
    for (const name of ['lmstudio', 'llamacpp', 'vllm']) assert.equal(inputOf(name, 'any'), 0);
    assert.equal(inputOf('demo', 'parley'), 0);
  });

  test('has no known price anywhere else, nor in the cloud of Ollama', () => {
    const hosts = [
      'gpu.example.com',
      '8.8.8.8',
      '172.32.0.1',
      '100.128.0.1',
      '[2001:db8::1]',
      '10.example.com',
    ];
    for (const host of hosts) assert.equal(inputOf('vllm', 'any', host), undefined, host);
    assert.equal(inputOf('ollama', 'gpt-oss:120b'), undefined);
    assert.equal(inputOf('ollama', 'gpt-oss:120b-cloud', 'localhost'), undefined);
    assert.equal(inputOf('ollama', 'glm-5:cloud', 'localhost'), undefined);
  });
});
