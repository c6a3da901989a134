import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resolveSettings } from '../../src/config/resolve-settings.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { ScopeRules } from '../../src/contracts/settings.ts';

const thread: Channel = {
  platform: 'discord',
  id: '3',
  kind: 'thread',
  server: '1',
  parentId: '2',
};
const NEARBY = { messages: 5, ageMs: 60_000, characters: 500 };

function resolve(scopes: Record<string, ScopeRules>, channel: Channel = thread) {
  return resolveSettings(new Map(Object.entries(scopes)), channel);
}

describe('resolveSettings', () => {
  test('gives the defaults where the operator says nothing', () => {
    assert.deepEqual(resolve({}), {
      followUp: 'own',
      opensThreads: false,
      acceptsProxies: false,
      answeredBots: [],
      answersChannelPosts: false,
      transcripts: 'hidden',
      timeZone: 'UTC',
    });
  });

  test('lets each narrower scope decide over the wider one', () => {
    const names = ['bot', 'discord', 'discord:1', 'discord:2', 'discord:3'];
    for (let count = 1; count <= names.length; count++) {
      const scopes = names
        .slice(0, count)
        .map((name) => [name, { timeZone: name }] as const)
        .toReversed();
      assert.equal(resolve(Object.fromEntries(scopes)).timeZone, names[count - 1]);
    }
  });

  test('leaves what a narrower scope does not name', () => {
    const { followUp, opensThreads } = resolve({
      bot: { followUp: 'never' },
      'discord:3': { opensThreads: true },
    });
    assert.deepEqual([followUp, opensThreads], ['never', true]);
  });

  test('takes no settings of another network, server or channel', () => {
    const others = { telegram: {}, 'telegram:1': {}, 'discord:4': {} };
    const rules = Object.keys(others).map((name) => [name, { followUp: 'never' as const }]);
    assert.equal(resolve(Object.fromEntries(rules)).followUp, 'own');
  });

  test('switches nearby messages off where a narrower scope says so', () => {
    assert.deepEqual(resolve({ bot: { nearby: NEARBY } }).nearby, NEARBY);
    const settings = resolve({ bot: { nearby: NEARBY }, 'discord:2': { nearby: false } });
    assert.equal('nearby' in settings, false);
  });

  test('finds a topic of Telegram by its own id and by that of its chat', () => {
    const topic: Channel = {
      platform: 'telegram',
      id: '-1007/4',
      kind: 'thread',
      parentId: '-1007',
    };
    const scopes = { 'telegram:-1007': { opensThreads: true, timeZone: 'Asia/Tokyo' } };
    assert.equal(resolve(scopes, topic).opensThreads, true);
    const narrower = { ...scopes, 'telegram:-1007/4': { timeZone: 'UTC' } };
    assert.equal(resolve(narrower, topic).timeZone, 'UTC');
  });
});
