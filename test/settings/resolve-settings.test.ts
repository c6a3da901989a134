import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Persona, ScopeRules } from '../../src/contracts/settings.ts';
import { resolveSettings } from '../../src/settings/resolve-settings.ts';

const NEARBY = { messages: 5, ageMs: 60_000, characters: 500 };
const pirate: Persona = {
  name: 'pirate',
  instructions: 'Talk like a pirate.',
  model: 'p/sea',
  parameters: { temperature: 1.2, topP: 0.9 },
};
const clerk: Persona = { name: 'clerk', instructions: 'Be dry.' };
const personas = new Map([pirate, clerk].map((each) => [each.name, each]));

/** Resolves rules from the widest scope to the narrowest. */
function resolve(...rules: readonly ScopeRules[]) {
  const layers = rules.map((each, index) => ({
    scope: `${index}`,
    by: 'operator' as const,
    rules: each,
  }));
  return resolveSettings(layers, personas);
}

describe('resolveSettings', () => {
  test('gives the defaults where nobody says anything', () => {
    const { instructions, powers, ...others } = resolve();
    assert.match(instructions, /helpful assistant/);
    assert.equal(powers.reset, 'moderators');
    assert.deepEqual(others, {
      parameters: {},
      reasoning: 'hidden',
      footer: [],
      takesFiles: true,
      historyDays: 30,
      moderators: [],
      followUp: 'own',
      opensThreads: false,
      acceptsProxies: false,
      answeredBots: [],
      answersChannelPosts: false,
      transcripts: 'hidden',
      timeZone: 'UTC',
    });
  });

  test('lets each narrower scope decide over the wider one, and keeps what it does not name', () => {
    const { timeZone, opensThreads } = resolve(
      { timeZone: 'Asia/Tokyo', opensThreads: true },
      { timeZone: 'Europe/Berlin' },
    );
    assert.deepEqual([timeZone, opensThreads], ['Europe/Berlin', true]);
  });

  test('merges powers and parameters entry by entry', () => {
    const { powers, parameters } = resolve(
      { powers: { reset: 'admins' }, parameters: { temperature: 0.1, topP: 0.5 } },
      { powers: { model: 'everyone' }, parameters: { temperature: 0.7 } },
    );
    assert.deepEqual(
      [powers.reset, powers.model, powers.pin],
      ['admins', 'everyone', 'moderators'],
    );
    assert.deepEqual(parameters, { temperature: 0.7, topP: 0.5 });
  });

  test('switches nearby messages off where a narrower scope says so', () => {
    assert.deepEqual(resolve({ nearby: NEARBY }).nearby, NEARBY);
    assert.equal('nearby' in resolve({ nearby: NEARBY }, { nearby: false }), false);
  });

  test('gives a persona its instructions, model and parameters', () => {
    const settings = resolve({ persona: 'pirate' }, { parameters: { temperature: 0.4 } });
    assert.equal(settings.persona, 'pirate');
    assert.equal(settings.instructions, pirate.instructions);
    assert.equal(settings.model, 'p/sea');
    assert.deepEqual(settings.parameters, { temperature: 0.4, topP: 0.9 });
  });

  test('takes the model of a scope before that of its persona', () => {
    assert.equal(resolve({ persona: 'pirate', model: 'p/own' }).model, 'p/own');
    assert.equal(resolve({ persona: 'pirate' }, { model: 'p/own' }).model, 'p/own');
    assert.equal(resolve({ model: 'p/wide' }, { persona: 'pirate' }).model, 'p/sea');
  });

  test('leaves nothing of a persona that a narrower scope replaces', () => {
    const replaced = [resolve({ persona: 'pirate' }, { persona: 'clerk' })];
    replaced.push(resolve({ persona: 'pirate' }, { instructions: 'Be dry.' }));
    for (const { instructions, model, parameters } of replaced) {
      assert.deepEqual([instructions, model, parameters], ['Be dry.', undefined, {}]);
    }
    assert.equal(replaced[0]?.persona, 'clerk');
    assert.equal(replaced[1]?.persona, undefined);
  });

  test('replaces instructions by the persona of a narrower scope', () => {
    const { instructions } = resolve({ instructions: 'Be nice.' }, { persona: 'clerk' });
    assert.equal(instructions, 'Be dry.');
  });

  test('returns to the wider instructions where a scope wants no persona', () => {
    const settings = resolve({ instructions: 'Be nice.' }, { persona: 'pirate' }, { persona: '' });
    assert.deepEqual(
      [settings.persona, settings.instructions, settings.model],
      [undefined, 'Be nice.', undefined],
    );
  });

  test('goes on with the wider scope where a persona no longer exists', () => {
    const { persona, instructions } = resolve({ persona: 'clerk' }, { persona: 'gone' });
    assert.deepEqual([persona, instructions], ['clerk', 'Be dry.']);
  });
});
