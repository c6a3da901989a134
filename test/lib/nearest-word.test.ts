import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestWord } from '../../src/lib/nearest-word.ts';

const candidates = ['openai', 'anthropic', 'xai', 'groq'];

test('nearestWord finds the word that was probably meant', () => {
  assert.equal(nearestWord('opnai', candidates), 'openai');
  assert.equal(nearestWord('Antropic', candidates), 'anthropic');
  assert.equal(nearestWord('grok', candidates), 'groq');
});

test('nearestWord finds nothing when every candidate is too different', () => {
  assert.equal(nearestWord('mistral', candidates), undefined);
  assert.equal(nearestWord('', candidates), undefined);
  assert.equal(nearestWord('a', []), undefined);
});
