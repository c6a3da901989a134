import assert from 'node:assert/strict';
import { it } from 'node:test';
import { dig } from '../../../src/providers/wire/json.ts';
import { listModels } from '../../../src/providers/wire/list-models.ts';

const readId = (entry: unknown) => ({ id: dig(entry, 'id') });

it('models are found in a list, or in an object around it', () => {
  const list = [{ id: 'a' }, { id: 'b' }];
  for (const json of [list, { data: list }, { models: list }, { data: null, models: list }]) {
    assert.deepEqual(listModels(json, readId), list);
  }
});

it('what holds no list holds no models', () => {
  for (const json of [undefined, null, 'a', 7, {}, { data: {} }, { models: 'a' }]) {
    assert.deepEqual(listModels(json, readId), []);
  }
});

it('models without an id are left out, and each is listed once', () => {
  const json = [{ id: 'a' }, { id: '' }, { id: 7 }, {}, null, 'b', [], { id: 'a' }, { id: 'c' }];
  assert.deepEqual(listModels(json, readId), [{ id: 'a' }, { id: 'c' }]);
});

it('what is told of a model counts only when it can be true', () => {
  const odd = { id: 'a', contextWindow: '9', images: 'yes', reasoning: 1 };
  assert.deepEqual(
    listModels([1], () => odd),
    [{ id: 'a' }],
  );
  const good = {
    id: 'a',
    contextWindow: 9,
    images: false,
    reasoning: true,
    price: { input: 1, output: 2 },
  };
  assert.deepEqual(
    listModels([1], () => good),
    [good],
  );
});

it('a list without end fills no memory', () => {
  const json = Array.from({ length: 5_000 }, (_, id) => ({ id: String(id) }));
  const listed = listModels(json, readId);
  assert.equal(listed.length, 2_000);
  assert.equal(listed[0]?.id, '0');
});
