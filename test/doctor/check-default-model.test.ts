import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkDefaultModel } from '../../src/doctor/check-default-model.ts';
import { createRouting } from '../helpers/routing.ts';
import { createModelList } from '../router/model-lists.ts';

const now = Date.parse('2026-11-29');
const openai = createModelList('openai', ['gpt-6.1-terra', { id: 'gpt-5', endsOn: '2026-12-11' }]);
const demo = createModelList('demo', ['parley'], { isDemo: true });

function check(defaultModel?: string, lists = [openai, demo]) {
  return checkDefaultModel({ lists, routing: createRouting(), defaultModel, now });
}

describe('checkDefaultModel', () => {
  test('says which model answers, and why', () => {
    const [row, ...others] = check();
    assert.deepEqual([row?.part, row?.subject, row?.state], ['models', 'default', 'good']);
    assert.match(row?.result ?? '', /^openai\/gpt-6\.1-terra answers where nobody chose a model/);
    assert.deepEqual(others, []);
  });

  test('notes a wrong DEFAULT_MODEL, with the nearest names as its cure', () => {
    const [, row] = check('openai/gpt-6.1-tera');
    assert.deepEqual(row, {
      part: 'models',
      state: 'note',
      subject: 'DEFAULT_MODEL',
      result: 'openai does not list “openai/gpt-6.1-tera” as a model that chats.',
      cure: 'Did you mean openai/gpt-6.1-terra? Correct DEFAULT_MODEL.',
    });
  });

  test('warns of a model that ends', () => {
    const [, row] = check('openai/gpt-5');
    assert.equal(row?.state, 'note');
    assert.match(row?.cure ?? '', /for instance openai\/gpt-6\.1-terra\.$/);
  });

  test('fails when no model can be chosen, and leaves the demo to another check', () => {
    const [row] = check(undefined, [createModelList('openai', []), demo]);
    assert.equal(row?.state, 'bad');
    assert.match(row?.cure ?? '', /^Name one in DEFAULT_MODEL/);
    assert.deepEqual(check(undefined, [demo]), []);
  });
});
