import assert from 'node:assert/strict';
import { it } from 'node:test';
import { dig } from '../../../src/providers/wire/json.ts';
import { listModels } from '../../../src/providers/wire/list-models.ts';

const readId = (entry: unknown) => ({ id: dig(entry, 'id') });

it('listModels finds models in a list, or in an object around it', () => {
  const list = [{ id: 'a' }, { id: 'b' }];
  for (const json of [list, { data: list }, { models: list }, { data: null, models: list }]) {
    assert.deepEqual(listModels(json, readId), list);
  }
});

it('listModels gives no models without a list', () => {
  for (const json of [undefined, null, 'a', 7, {}, { data: {} }, { models: 'a' }]) {
    assert.deepEqual(listModels(json, readId), []);
  }
});

it('listModels leaves out models without an id, and lists each id once', () => {
  const json = [{ id: 'a' }, { id: '' }, { id: 7 }, {}, null, 'b', [], { id: 'a' }, { id: 'c' }];
  assert.deepEqual(listModels(json, readId), [{ id: 'a' }, { id: 'c' }]);
});

it('listModels ignores fields of the wrong type', () => {
  const malformed = { id: 'a', contextWindow: '9', images: 'yes', reasoning: 1 };
  assert.deepEqual(
    listModels([1], () => malformed),
    [{ id: 'a' }],
  );
  const wellFormed = {
    id: 'a',
    contextWindow: 9,
    images: false,
    reasoning: true,
    price: { input: 1, output: 2 },
  };
  assert.deepEqual(
    listModels([1], () => wellFormed),
    [wellFormed],
  );
});

it('listModels cuts an endless list', () => {
  const json = Array.from({ length: 5_000 }, (_, id) => ({ id: String(id) }));
  const listed = listModels(json, readId);
  assert.equal(listed.length, 2_000);
  assert.equal(listed[0]?.id, '0');
});

it('listModels leaves out what does not chat by its name, unless nothing would be left or the server knows better', () => {
  const list = (...ids: string[]) =>
    listModels(
      ids.map((id) => ({ id })),
      readId,
    ).map(({ id }) => id);
  assert.deepEqual(list('qwen-image', 'chatty', 'whisper-1'), ['chatty']);
  assert.deepEqual(list('our-live-helper', 'whisper-1'), ['our-live-helper']);
  assert.deepEqual(list('text-embedding-3'), []);
  assert.deepEqual(
    listModels([1, 2], (entry) => ({ id: `image-${entry}`, ...(entry === 1 && { chats: true }) })),
    [{ id: 'image-1' }],
  );
});
