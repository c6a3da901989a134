import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRule } from '../../src/settings/read-rule.ts';

test('a rule is read as it is stored, or not at all', () => {
  const valid: Readonly<Record<string, unknown>> = {
    model: 'smart',
    footer: ['model', 'cost'],
    isRich: false,
    parameters: { temperature: 0.5, stop: ['x'] },
    powers: { stop: 'moderators' },
    nearby: { messages: 100, ageMs: 60_000, characters: 50_000 },
    moderators: ['123', 'telegram:123'],
    answeredBots: ['-5'],
    historyDays: 0.5,
    timeZone: 'Asia/Tokyo',
  };
  for (const [name, value] of Object.entries(valid))
    assert.deepEqual(readRule(name, value), { [name]: value }, name);

  const wrong: readonly (readonly [string, unknown])[] = [
    ['model', 7],
    ['footer', ['model', 'weather']],
    ['isRich', 'yes'],
    ['parameters', { temperature: 'hot' }],
    ['powers', { stop: 'dictators' }],
    ['historyDays', -1],
    ['timeZone', 'Mars/Olympus'],
    ['nearby', { messages: 101, ageMs: 1, characters: 1 }],
    ['nearby', { messages: -5, ageMs: 1, characters: 1 }],
    ['nearby', { messages: 1, ageMs: 1e300, characters: 1 }],
    ['nearby', { messages: 1, ageMs: 1, characters: 0.5 }],
    ['instructions', 'x'.repeat(20_000)],
    ['instructions', ' '],
    ['footer', ['model', 'model']],
    ['historyDays', 1e308],
    ['parameters', { temperature: -1 }],
    ['parameters', { topP: 2 }],
    ['parameters', { maxOutputTokens: 0.5 }],
    ['parameters', { stop: Array(17).fill('x') }],
    ['moderators', ['everybody']],
    ['answeredBots', Array.from({ length: 101 }, String)],
    ['language', 'tlh'],
    ['toString', 'x'],
    ['rules', {}],
  ];
  for (const [name, value] of wrong) assert.equal(readRule(name, value), undefined, name);
});
