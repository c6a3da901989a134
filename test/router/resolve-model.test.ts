import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Provider } from '../../src/contracts/provider.ts';
import { createKeyRings } from '../../src/router/key-ring.ts';
import { type ModelList, resolveModel } from '../../src/router/resolve-model.ts';

function offer(name: string, ...ids: string[]): ModelList {
  const key: Provider = {
    name,
    models: async () => [],
    async *stream() {},
  };
  const [provider] = createKeyRings([key]);
  assert.ok(provider);
  return { provider, models: ids.map((id) => ({ id })) };
}

function resolve(
  name: string,
  offers: readonly ModelList[],
  isTrusted = false,
): string | undefined {
  const target = resolveModel(name, offers, isTrusted);
  return target && `${target.provider.name} > ${target.model}`;
}

const demo = offer('demo', 'parley', 'swift');
const openai = offer('openai', 'gpt-x', 'meta-llama/llama-3', 'openai/gpt-y', 'swift');

it('a name is split at its first slash', () => {
  assert.equal(resolve('openai/gpt-x', [openai, demo]), 'openai > gpt-x');
  assert.equal(resolve('openai/meta-llama/llama-3', [openai, demo]), 'openai > meta-llama/llama-3');
  assert.equal(resolve('demo/swift', [openai, demo]), 'demo > swift');
  const vercel = offer('vercel', 'replicate:replicate/alpaca-7b');
  assert.equal(
    resolve('vercel/replicate:replicate/alpaca-7b', [openai, vercel]),
    'vercel > replicate:replicate/alpaca-7b',
  );
  assert.equal(
    resolve('vercel_gateway/openai/gpt-x', [vercel, offer('vercel_gateway')]),
    'vercel_gateway > openai/gpt-x',
  );
});

it('an id alone belongs to the first provider that lists it, also with slashes inside', () => {
  assert.equal(resolve('gpt-x', [openai, demo]), 'openai > gpt-x');
  assert.equal(resolve('meta-llama/llama-3', [openai, demo]), 'openai > meta-llama/llama-3');
  assert.equal(resolve('swift', [openai, demo]), 'openai > swift');
  assert.equal(resolve('openai/gpt-y', [openai, demo]), 'openai > openai/gpt-y');
});

it('a provider alone means its first model', () => {
  assert.equal(resolve('demo', [openai, demo]), 'demo > parley');
  assert.equal(resolve('openai', [offer('openai'), demo]), undefined);
});

it('a model that its provider does not list is tried all the same', () => {
  assert.equal(resolve('openai/new', [openai, demo]), 'openai > new');
});

it('a name that nobody lists goes to the first provider that does not tell its models', () => {
  assert.equal(resolve('new', [offer('openai'), demo]), 'openai > new');
  assert.equal(resolve('vendor/new', [offer('openai'), demo]), 'openai > vendor/new');
  assert.equal(resolve('new', [openai, demo]), undefined);
  assert.equal(resolve('openai/', [openai, demo]), 'openai > gpt-x');
});

it('a trusted name goes to the first provider at least', () => {
  assert.equal(resolve('new', [openai, demo], true), 'openai > new');
  assert.equal(resolve('vendor/new', [openai, demo], true), 'openai > vendor/new');
  assert.equal(resolve('new', [], true), undefined);
});
