import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Routing } from '../../src/contracts/routing.ts';
import { describeModels } from '../../src/router/describe-models.ts';
import { createRouting } from '../helpers/routing.ts';
import { createModelList } from './model-lists.ts';

const now = Date.parse('2026-11-29');
const openai = createModelList(
  'openai',
  ['gpt-6.1-terra', 'gpt-6.1-sol', { id: 'gpt-5', endsOn: '2026-12-11' }],
  { preferredModels: ['gpt-6.1-terra'] },
);
const demo = createModelList('demo', ['parley'], { isDemo: true });
const lists = [openai, demo];

function report(routing: Partial<Routing> = {}, defaultModel?: string) {
  const parts = { lists, routing: { ...createRouting(), ...routing }, defaultModel, now };
  return describeModels(parts);
}

/** The warnings as an operator reads them. */
const warningsOf = (...parts: Parameters<typeof report>) =>
  report(...parts).warnings.map(({ problem, cure }) => `${problem} ${cure}`);

describe('describeModels', () => {
  test('says which model answers, why, and how to change that', () => {
    const { defaultModel, answers, providers, warnings } = report();
    assert.equal(defaultModel, 'openai/gpt-6.1-terra');
    assert.equal(
      answers,
      "openai/gpt-6.1-terra answers where nobody chose a model: it is Parley's own choice for openai. Choose another one with /model, or with DEFAULT_MODEL.",
    );
    assert.deepEqual(providers, [{ name: 'openai', models: 3 }]);
    assert.deepEqual(warnings, []);
  });

  test('names the place of a chosen model', () => {
    assert.equal(
      report({}, 'GPT-6.1-Sol').answers,
      'openai/gpt-6.1-sol answers, because DEFAULT_MODEL names it.',
    );
    assert.equal(
      report({ defaultModel: 'openai/gpt-6.1-sol' }).answers,
      'openai/gpt-6.1-sol answers, because default in parley.yaml names it.',
    );
  });

  test('refuses to guess in one sentence when no service lists a model that chats', () => {
    const refused = { ...createModelList('openai', []), failure: 'openai refused the key.' };
    const found = describeModels({
      lists: [refused, createModelList('groq', []), demo],
      routing: createRouting(),
      defaultModel: undefined,
      now,
    });
    assert.equal(found.defaultModel, undefined);
    assert.equal(
      found.answers,
      'No model answers so far: nobody chose one, and no model that chats is listed by groq, and no list could be had from openai. Name one in DEFAULT_MODEL, or choose one with /model.',
    );
    assert.deepEqual(found.providers, [
      { name: 'openai', models: 0, failure: 'openai refused the key.' },
      { name: 'groq', models: 0 },
    ]);
  });

  test('says that the demo is no model', () => {
    const parts = { lists: [demo], routing: createRouting(), defaultModel: undefined, now };
    assert.match(describeModels(parts).answers, /^demo\/parley answers: it is no language model/);
  });

  test('warns of a wrong name with the nearest names, and says where to correct it', () => {
    assert.deepEqual(warningsOf({}, 'openai/gpt-6.1-sool'), [
      'openai does not list “openai/gpt-6.1-sool” as a model that chats. Did you mean openai/gpt-6.1-sol or openai/gpt-6.1-terra? Correct DEFAULT_MODEL.',
    ]);
    const aliases = new Map([
      ['smart', { targets: [{ model: 'openai/llama' }], fallbacks: { general: ['openai/nope'] } }],
    ]);
    const scopes = new Map([['discord:1', { model: 'openai/wrong', summaryModel: 'smart' }]]);
    const personas = new Map([['bard', { name: 'bard', instructions: '', model: 'openai/ode' }]]);
    const fallbacks = { vision: ['openai/blind'] };
    const { warnings } = report({ aliases, personas, scopes, fallbacks });
    assert.deepEqual(
      warnings.map(({ place }) => place.replace(' in parley.yaml', '')),
      [
        'aliases.smart',
        'aliases.smart.fallbacks.general',
        'fallbacks.vision',
        'personas.bard.model',
        'scopes.discord:1.model',
      ],
    );
    assert.match(
      warnings[0]?.cure ?? '',
      /There is, for instance, openai\/gpt-6\.1-terra or openai\/gpt-6\.1-sol\. Correct/,
    );
    assert.match(
      report({}, 'openai/nope').answers,
      /^openai\/nope is to answer, because DEFAULT_MODEL names it\.$/,
    );
  });

  test('warns of a model that its service shuts down, with one that stays', () => {
    assert.deepEqual(warningsOf({}, 'openai/gpt-5'), [
      'openai/gpt-5 ends on 2026-12-11: openai shuts it down. Name another model in DEFAULT_MODEL, for instance openai/gpt-6.1-terra.',
    ]);
    const [warning] = report({}, 'openai/gpt-5').warnings;
    assert.equal(warning?.model, 'openai/gpt-5');
    assert.equal(warning?.endsOn, '2026-12-11');
  });

  test('says nothing about names that it cannot know', () => {
    const parts = { routing: createRouting(), now };
    const unread = { ...createModelList('groq', []), failure: 'groq cannot be reached.' };
    const azure = createModelList('azure_openai', ['gpt-5'], { hasUnlistedModels: true });
    const openrouter = createModelList('openrouter', ['meta/llama']);
    const ollama = createModelList('ollama', ['llama3.3:latest']);
    const anthropic = createModelList('anthropic', ['claude-haiku-4-5-20251001']);
    const lists = [unread, azure, openrouter, ollama, anthropic];
    for (const defaultModel of [
      'groq/x',
      'azure_openai/mine',
      'openrouter/meta/llama:free',
      'ollama/llama3.3',
      'anthropic/claude-haiku-4-5',
    ]) {
      const found = describeModels({ ...parts, lists, defaultModel });
      assert.deepEqual(found.warnings, [], defaultModel);
    }
  });
});
