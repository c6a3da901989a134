import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { isSnapshot } from '../../src/lib/is-snapshot.ts';
import { providers } from '../../src/providers/index.ts';
import { PREFERENCES_DATE, preferredModelsOf } from '../../src/providers/preferred-models.ts';
import { cannotChat } from '../../src/providers/wire/cannot-chat.ts';

/** Services whose models only their operator knows, that are gone, or that have one model. */
const WITHOUT_PREFERENCES = [
  'ollama',
  'tgi',
  'azure_openai',
  'lmstudio',
  'llamacpp',
  'vllm',
  'litellm',
  // Retired on 2026-07-30.
  'github_models',
  'vercel',
  'vitalentum',
  'aivvm',
  'openassistant',
  'demo',
];

describe('the table of preferred models', () => {
  test('has a row for every service whose models are known', () => {
    const without = Object.keys(providers).filter((name) => !preferredModelsOf(name));
    assert.deepEqual(without.sort(), WITHOUT_PREFERENCES.toSorted());
    assert.match(PREFERENCES_DATE, /^\d{4}-\d{2}-\d{2}$/);
  });

  test('names no model that does not chat, and no dated one where the vendor has plain names', () => {
    const ids = Object.keys(providers).flatMap((name) => preferredModelsOf(name) ?? []);
    assert.deepEqual(ids.filter(cannotChat), []);
    // Cohere has dated names only, and the older Haiku has no plain one.
    const dated = ids.filter((id) => isSnapshot(id) && !/^command-|haiku-4/.test(id));
    assert.deepEqual(dated, []);
  });

  test('stands in docs/models.md with its date', () => {
    const docs = readFileSync('docs/models.md', 'utf8');
    const ids = Object.keys(providers).flatMap((name) => preferredModelsOf(name) ?? []);
    assert.deepEqual(
      [...new Set(ids)].filter((id) => !docs.includes(`\`${id}\``)),
      [],
    );
    assert.ok(docs.includes(`The table is of ${PREFERENCES_DATE}.`));
  });
});
