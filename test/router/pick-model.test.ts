import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ModelInfo } from '../../src/contracts/provider.ts';
import { createDefaultPicker } from '../../src/router/default-picker.ts';
import type { ModelList } from '../../src/router/model-target.ts';
import { pickDefault } from '../../src/router/pick-model.ts';
import { rankModels } from '../../src/router/rank-models.ts';
import { createModelList } from './model-lists.ts';

const now = Date.parse('2026-11-29');
const preferredModels = ['good', 'fair'];

/** Gives `provider/model: why`. */
function pick(...lists: readonly ModelList[]): string | undefined {
  const picked = pickDefault(lists, now);
  return picked && `${picked.provider.name}/${picked.model}: ${picked.why}`;
}

describe('pickDefault', () => {
  test('takes the best model of the table that the service lists', () => {
    assert.equal(
      pick(createModelList('p', ['x', 'fair'], { preferredModels })),
      'p/fair: preferred',
    );
    assert.equal(
      pick(createModelList('p', ['fair', 'good'], { preferredModels })),
      'p/good: preferred',
    );
  });

  test('leaves a model that ends within three months to the next', () => {
    const ending = { id: 'good', endsOn: '2026-12-11' };
    const later = { id: 'fair', endsOn: '2027-04-01' };
    assert.equal(
      pick(createModelList('p', [ending, later], { preferredModels })),
      'p/fair: preferred',
    );
    assert.equal(pick(createModelList('p', [ending, 'x'], { preferredModels })), 'p/x: first');
    assert.equal(pick(createModelList('p', [ending], { preferredModels })), 'p/good: only');
  });

  test('takes what a local server has loaded, or its only model', () => {
    assert.equal(
      pick(createModelList('ollama', ['a', { id: 'b', isLoaded: true }])),
      'ollama/b: loaded',
    );
    assert.equal(pick(createModelList('vllm', ['a'])), 'vllm/a: only');
  });

  test('keeps an old set-up answering: the first that chats, plain names before previews and snapshots', () => {
    const names = ['m-2026-02-03', 'm-preview', 'm', 'n'];
    assert.equal(pick(createModelList('p', names)), 'p/m: first');
  });

  test('goes on to the next service when the first lists nothing, and never to the demo', () => {
    const empty = createModelList('p', []);
    const demo = createModelList('demo', ['parley', 'swift'], { isDemo: true });
    assert.equal(pick(empty, createModelList('q', ['a']), demo), 'q/a: only');
    assert.equal(pick(empty, demo), undefined);
    assert.equal(pick(demo), 'demo/parley: first');
  });

  test('trusts the table where a service has no list', () => {
    const more = { preferredModels, hasUnlistedModels: true } as const;
    assert.equal(pick(createModelList('perplexity', [], more)), 'perplexity/good: preferred');
    assert.equal(pick(createModelList('p', [], { preferredModels })), undefined);
  });
});

describe('createDefaultPicker', () => {
  test('stays with its model while a local server loads and forgets others', () => {
    const pickAgain = createDefaultPicker();
    const { provider } = createModelList('ollama', []);
    const next = (...models: readonly ModelInfo[]) => pickAgain([{ provider, models }], now)?.model;

    assert.equal(next({ id: 'a' }, { id: 'b', isLoaded: true }), 'b');
    assert.equal(next({ id: 'a', isLoaded: true }, { id: 'b' }), 'b');
    assert.equal(next({ id: 'a' }, { id: 'b' }), 'b');
    assert.equal(next({ id: 'a' }), 'a', 'it was deleted');
  });

  test('comes back to the table when the list of the service does', () => {
    const pickAgain = createDefaultPicker();
    const [first, second] = [
      createModelList('p', ['good'], { preferredModels }),
      createModelList('q', ['a']),
    ];
    const unread = { ...first, models: [] };
    assert.equal(pickAgain([unread, second], now)?.model, 'a');
    assert.equal(pickAgain([first, second], now)?.model, 'good');
  });
});

describe('rankModels', () => {
  test('puts good models first, and previews, snapshots and what ends last', () => {
    const list = createModelList(
      'p',
      [
        { id: 'old', endsOn: '2026-12-11' },
        'a-2026-02-03',
        'a-preview',
        'b:latest',
        'b',
        'a',
        'fair',
        'good',
        'c:latest',
      ],
      { preferredModels },
    );
    assert.deepEqual(
      rankModels(list, now).map(({ id }) => id),
      ['good', 'fair', 'b', 'a', 'c:latest', 'a-preview', 'a-2026-02-03', 'b:latest', 'old'],
    );
  });
});
