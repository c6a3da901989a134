import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nearestWord } from '../../src/lib/nearest-word.ts';

const known = ['openai', 'anthropic', 'xai', 'groq'];

it('finds the word that was probably meant', () => {
  assert.equal(nearestWord('opnai', known), 'openai');
  assert.equal(nearestWord('Antropic', known), 'anthropic');
  assert.equal(nearestWord('grok', known), 'groq');
});

it('finds none where all are far', () => {
  assert.equal(nearestWord('mistral', known), undefined);
  assert.equal(nearestWord('', known), undefined);
  assert.equal(nearestWord('a', []), undefined);
});
