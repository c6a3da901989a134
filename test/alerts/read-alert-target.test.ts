import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAlertTarget } from '../../src/alerts/read-alert-target.ts';

test('readAlertTarget tells channels, groups, topics and people apart', () => {
  for (const [entry, channel] of [
    ['discord:12', { platform: 'discord', id: '12', kind: 'group' }],
    ['discord@memes:12', { platform: 'discord@memes', id: '12', kind: 'group' }],
    ['telegram:-100', { platform: 'telegram', id: '-100', kind: 'group' }],
    ['telegram:-100/5', { platform: 'telegram', id: '-100/5', kind: 'thread', parentId: '-100' }],
    ['telegram:7', { platform: 'telegram', id: '7', kind: 'direct' }],
  ] as const)
    assert.deepEqual(readAlertTarget(entry), channel);
});
