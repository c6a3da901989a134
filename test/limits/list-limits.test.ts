import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { LimitRules } from '../../src/contracts/limits.ts';
import { type LimitedPerson, listLimits } from '../../src/limits/list-limits.ts';

const CHANNEL: Channel = { platform: 'discord', id: '20', kind: 'group', server: '1' };
const THREAD: Channel = { ...CHANNEL, id: '21', kind: 'thread', parentId: '20' };
const PRIVATE: Channel = { ...CHANNEL, id: '20/7', parentId: '20', personId: '7' };
const MEMES: Channel = { ...CHANNEL, platform: 'discord@memes' };

/** The limits in force: `subject measure most in scope`, with the person where only they count. */
function list(
  rules: Readonly<Record<string, LimitRules>>,
  channel: Channel = CHANNEL,
  role: LimitedPerson['role'] = 'person',
): readonly string[] {
  const person = { key: `${channel.platform}:7`, role };
  return listLimits(new Map(Object.entries(rules)), channel, person).measured.map(
    ({ subject, measure, most, scope, person: counted, degrade }) =>
      [
        subject,
        measure,
        most,
        'in',
        scope,
        counted && `of ${counted}`,
        degrade && `then ${degrade}`,
      ]
        .filter(Boolean)
        .join(' '),
  );
}

describe('the list of limits', () => {
  test('has the total of each scope that contains the channel', () => {
    const rules = {
      bot: { total: { usdPerMonth: 50 } },
      discord: { total: { usdPerDay: 9 } },
      telegram: { total: { usdPerDay: 8 } },
      'discord:1': { total: { usdPerDay: 3 } },
      'discord:20': { total: { usdPerDay: 2 } },
    };
    const expected = [
      'total usdPerMonth 50 in bot',
      'total usdPerDay 9 in discord',
      'total usdPerDay 3 in discord:1',
      'total usdPerDay 2 in discord:20',
    ];
    assert.deepEqual(list(rules), expected);
    assert.deepEqual(list(rules, THREAD), expected);
    assert.deepEqual(list(rules, PRIVATE), expected);
  });

  test('replaces the entries of a wider scope one by one, each counted where it is named', () => {
    const rules: Readonly<Record<string, LimitRules>> = {
      bot: { person: { usdPerDay: 1, answersPerDay: 100, tokensPerDay: 9, degrade: 'cheap' } },
      'discord:1': { person: { answersPerDay: 20, tokensPerDay: 'none' } },
    };
    assert.deepEqual(list(rules), [
      'person answersPerDay 20 in discord:1 of discord:7 then cheap',
      'person usdPerDay 1 in bot of discord:7 then cheap',
    ]);
  });

  test('puts moderators over people, and admins over both', () => {
    const rules: Readonly<Record<string, LimitRules>> = {
      bot: {
        person: { usdPerDay: 1, answersPerDay: 9, degrade: 'cheap' },
        moderators: { usdPerDay: 2, degrade: 'none' },
        admins: { answersPerDay: 'none' },
      },
      'discord:1': { person: { usdPerDay: 0.5 } },
    };
    assert.deepEqual(list(rules, CHANNEL, 'moderators'), [
      'person answersPerDay 9 in bot of discord:7',
      'moderators usdPerDay 2 in bot of discord:7',
    ]);
    assert.deepEqual(list(rules, CHANNEL, 'admins'), [
      'moderators usdPerDay 2 in bot of discord:7',
    ]);
  });

  test('counts each channel with its threads, and each server', () => {
    const rules = { bot: { channel: { usdPerDay: 1 }, server: { usdPerDay: 5 } } };
    for (const channel of [CHANNEL, THREAD, PRIVATE]) {
      assert.deepEqual(list(rules, channel), [
        'server usdPerDay 5 in discord:1',
        'channel usdPerDay 1 in discord:20',
      ]);
    }
    const direct: Channel = { platform: 'telegram', id: '7', kind: 'direct' };
    assert.deepEqual(list(rules, direct), ['channel usdPerDay 1 in telegram:7']);
  });

  test('counts what happens inside the scope that names the entry, and of one bot where that is named', () => {
    assert.deepEqual(list({ 'discord:21': { channel: { usdPerDay: 1 } } }, THREAD), [
      'channel usdPerDay 1 in discord:21',
    ]);
    assert.deepEqual(list({ bot: { server: { usdPerDay: 1 } } }, MEMES), [
      'server usdPerDay 1 in discord:1',
    ]);
    assert.deepEqual(list({ 'discord@memes': { server: { usdPerDay: 1 } } }, MEMES), [
      'server usdPerDay 1 in discord@memes:1',
    ]);
  });

  test('has the shortest of the longest answers', () => {
    const rules: ReadonlyMap<string, LimitRules> = new Map([
      ['bot', { total: { longestAnswer: 3_000 }, person: { longestAnswer: 2_000 } }],
      ['discord:1', { channel: { longestAnswer: 2_500 } }],
    ]);
    const person = { key: 'discord:7', role: 'person' } as const;
    assert.equal(listLimits(rules, CHANNEL, person).longestAnswer, 2_000);
    assert.equal(listLimits(rules, CHANNEL).longestAnswer, 2_500);
  });
});
