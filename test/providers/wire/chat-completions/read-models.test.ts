import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readModels } from '../../../../src/providers/wire/chat-completions/read-models.ts';

const idsOf = (entries: readonly unknown[]) => readModels({ data: entries }).map(({ id }) => id);

describe('readModels', () => {
  test('reads the day on which a model ends', () => {
    const entries = [
      // developers.openai.com/api/docs/deprecations: a date, or null.
      { id: 'gpt-5', object: 'model', owned_by: 'system', shutdown_date: '2026-12-11' },
      { id: 'gpt-6.1-terra', object: 'model', owned_by: 'system', shutdown_date: null },
      // openrouter.ai/docs, Model: `expiration_date`.
      { id: 'openai/gpt-4', expiration_date: '2027-01-14' },
      // docs.mistral.ai, list of models: a time.
      { id: 'magistral-medium-2509', deprecation: '2026-07-31T12:00:00Z' },
      { id: 'other', deprecation: 'soon' },
    ];
    assert.deepEqual(
      readModels({ data: entries }).map(({ endsOn }) => endsOn),
      ['2026-12-11', undefined, '2027-01-14', '2026-07-31', undefined],
    );
  });

  test('leaves out models that give no text, by what the list says', () => {
    const architecture = (...output_modalities: string[]) => ({
      architecture: { output_modalities },
    });
    assert.deepEqual(
      idsOf([
        // openrouter.ai/docs, Model architecture.
        { id: 'writer', ...architecture('text') },
        { id: 'painter', ...architecture('image') },
        { id: 'both', ...architecture('image', 'text') },
        // docs.x.ai, language models.
        { id: 'grok', output_modalities: ['text'] },
        { id: 'mute', output_modalities: [] },
        // docs.mistral.ai, capabilities.
        { id: 'chats', capabilities: { completion_chat: true } },
        { id: 'fills-in', capabilities: { completion_chat: false } },
        // console.groq.com/docs/api-reference, list models.
        { id: 'switched-off', active: false },
        // docs.together.ai, and lmstudio.ai/docs/developer/rest.
        { id: 'hears', type: 'transcribe' },
        { id: 'finds', type: 'embeddings' },
        { id: 'talks', type: 'chat' },
      ]),
      ['writer', 'both', 'grok', 'chats', 'talks'],
    );
  });

  test('reads which models a local server has loaded', () => {
    const entries = [
      // lmstudio.ai/docs/developer/rest: `state`.
      { id: 'a', type: 'llm', state: 'not-loaded' },
      { id: 'b', type: 'llm', state: 'loaded' },
      // llama.cpp with several models, `GET /models`.
      { id: 'c', status: { value: 'unloaded' } },
      { id: 'd', status: { value: 'loaded', args: [] } },
    ];
    assert.deepEqual(
      readModels({ data: entries }).map(({ isLoaded }) => isLoaded),
      [undefined, true, undefined, true],
    );
  });
});
