import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Provider } from '../../src/contracts/provider.ts';
import { createKeyRings } from '../../src/router/key-ring.ts';
import type { ModelList } from '../../src/router/model-target.ts';
import { resolveModel } from '../../src/router/resolve-model.ts';

/** The list of a provider that has these models. */
function createList(name: string, ...ids: string[]): ModelList {
  const key: Provider = {
    name,
    models: async () => [],
    async *stream() {},
  };
  const [provider] = createKeyRings([key]);
  assert.ok(provider);
  return { provider, models: ids.map((id) => ({ id })) };
}

/** Gives `provider > model`. */
function resolve(name: string, lists: readonly ModelList[], isTrusted = false): string | undefined {
  const target = resolveModel(name, lists, { isTrusted, now: 0 });
  return target && `${target.provider.name} > ${target.model}`;
}

const demo = createList('demo', 'parley', 'swift');
const openai = createList('openai', 'gpt-x', 'meta-llama/llama-3', 'openai/gpt-y', 'swift');

describe('resolveModel', () => {
  test('splits a name at its first slash', () => {
    assert.equal(resolve('openai/gpt-x', [openai, demo]), 'openai > gpt-x');
    assert.equal(
      resolve('openai/meta-llama/llama-3', [openai, demo]),
      'openai > meta-llama/llama-3',
    );
    assert.equal(resolve('demo/swift', [openai, demo]), 'demo > swift');
    const vercel = createList('vercel', 'replicate:replicate/alpaca-7b');
    assert.equal(
      resolve('vercel/replicate:replicate/alpaca-7b', [openai, vercel]),
      'vercel > replicate:replicate/alpaca-7b',
    );
    assert.equal(
      resolve('vercel_gateway/openai/gpt-x', [vercel, createList('vercel_gateway')]),
      'vercel_gateway > openai/gpt-x',
    );
  });

  test('finds the first provider that lists an id, also one with slashes', () => {
    assert.equal(resolve('gpt-x', [openai, demo]), 'openai > gpt-x');
    assert.equal(resolve('meta-llama/llama-3', [openai, demo]), 'openai > meta-llama/llama-3');
    assert.equal(resolve('swift', [openai, demo]), 'openai > swift');
    assert.equal(resolve('openai/gpt-y', [openai, demo]), 'openai > openai/gpt-y');
  });

  test('takes the first model of a provider that is named alone', () => {
    assert.equal(resolve('demo', [openai, demo]), 'demo > parley');
    assert.equal(resolve('openai', [createList('openai'), demo]), undefined);
  });

  test('takes a model that its provider does not list', () => {
    assert.equal(resolve('openai/new', [openai, demo]), 'openai > new');
  });

  test('takes an unlisted id to the first provider that lists no models', () => {
    assert.equal(resolve('new', [createList('openai'), demo]), 'openai > new');
    assert.equal(resolve('vendor/new', [createList('openai'), demo]), 'openai > vendor/new');
    assert.equal(resolve('new', [openai, demo]), undefined);
    assert.equal(resolve('openai/', [openai, demo]), 'openai > gpt-x');
  });

  test('takes a trusted name to the first provider', () => {
    assert.equal(resolve('new', [openai, demo], true), 'openai > new');
    assert.equal(resolve('vendor/new', [openai, demo], true), 'openai > vendor/new');
    assert.equal(resolve('new', [], true), undefined);
  });
});
