import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Channel } from '../../src/contracts/chat-message.ts';
import { personalChannel } from '../../src/lib/personal-channel.ts';
import { scopeNames } from '../../src/lib/scope-names.ts';

const thread: Channel = {
  platform: 'discord',
  id: '4',
  kind: 'thread',
  server: '1',
  categoryId: '2',
  parentId: '3',
};

describe('scopeNames', () => {
  test('goes from the whole bot to the thread', () => {
    const names = ['bot', 'discord', 'discord:1', 'discord:2', 'discord:3', 'discord:4'];
    assert.deepEqual(scopeNames(thread), names);
  });

  test('names the network before the bot, where a network has several bots', () => {
    const channel: Channel = { platform: 'discord@memes', id: '3', kind: 'group', server: '1' };
    assert.deepEqual(scopeNames(channel), [
      'bot',
      'discord',
      'discord@memes',
      'discord:1',
      'discord@memes:1',
      'discord:3',
      'discord@memes:3',
    ]);
  });

  test('has the thread in which one person asks in private', () => {
    assert.deepEqual(scopeNames(personalChannel(thread, '9')), [
      ...scopeNames(thread),
      'discord:4/9',
    ]);
    const group: Channel = { platform: 'telegram', id: '-5', kind: 'group' };
    const names = ['bot', 'telegram', 'telegram:-5', 'telegram:-5/9'];
    assert.deepEqual(scopeNames(personalChannel(group, '9')), names);
  });

  test('has a topic of Telegram by its own id and by that of its chat', () => {
    const topic: Channel = {
      platform: 'telegram',
      id: '-1007/4',
      kind: 'thread',
      parentId: '-1007',
    };
    assert.deepEqual(scopeNames(topic), ['bot', 'telegram', 'telegram:-1007', 'telegram:-1007/4']);
  });
});
