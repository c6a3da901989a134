import assert from 'node:assert/strict';
import { it } from 'node:test';
import { nearest } from '../../src/lib/nearest.ts';

const known = ['openai', 'anthropic', 'xai', 'groq'];

it('finds the word that was probably meant', () => {
  assert.equal(nearest('opnai', known), 'openai');
  assert.equal(nearest('Antropic', known), 'anthropic');
  assert.equal(nearest('grok', known), 'groq');
});

it('finds none where all are far', () => {
  assert.equal(nearest('mistral', known), undefined);
  assert.equal(nearest('', known), undefined);
  assert.equal(nearest('a', []), undefined);
});
