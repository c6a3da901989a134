import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readRule } from '../../src/settings/read-rule.ts';

test('a rule is read as it is stored, or not at all', () => {
  const valid: Readonly<Record<string, unknown>> = {
    model: 'smart',
    footer: ['model', 'cost'],
    isRich: false,
    nearby: false,
    parameters: { temperature: 0.5, stop: ['x'] },
    powers: { stop: 'moderators' },
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
    ['instructions', 'x'.repeat(20_000)],
    ['language', 'tlh'],
    ['toString', 'x'],
    ['rules', {}],
  ];
  for (const [name, value] of wrong) assert.equal(readRule(name, value), undefined, name);
});
