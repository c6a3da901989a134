import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAnswerCollector, EMPTY_ANSWER } from '../../../src/bot/answer/answer-collector.ts';
import { withFailureNote } from '../../../src/bot/answer/with-notes.ts';
import { fault } from '../../helpers/scripted-provider.ts';

/** The note below an answer of a model that does not exist. */
async function noteFor(model: string, names: readonly string[]) {
  const collector = createAnswerCollector({ ...EMPTY_ANSWER, model }, 'en');
  const router = { models: async () => names.map((name) => ({ id: name, name })) };
  const parts = { router, language: 'en' } as const;
  const { notes } = await withFailureNote(collector, fault('not_found'), parts);
  return notes.join('');
}

describe('withFailureNote', () => {
  test('offers the nearest names in place of a wrong one, and blames no setting', async () => {
    const note = await noteFor('openai/gpt-5.7', ['openai/gpt-5.6', 'openai/gpt-5.5', 'groq/x']);
    assert.match(note, /^\(openai\/gpt-5\.7 failed\. This model doesn't exist\./);
    assert.match(note, /these: `openai\/gpt-5\.6`, `openai\/gpt-5\.5`\? Pick one with `\/model`\./);
    assert.doesNotMatch(note, /DEFAULT_MODEL|groq/);
  });

  test('offers nothing where no name is near', async () => {
    const note = await noteFor('openai/gpt-5', ['openai/gpt-5', 'groq/llama']);
    assert.match(note, /^\(openai\/gpt-5 failed\. This model doesn't exist\. Pick another one/);
  });
});
