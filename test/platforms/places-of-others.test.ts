import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlacesOfOthers } from '../../src/platforms/places-of-others.ts';

test('createPlacesOfOthers gives a place as the other bots of its network have it', () => {
  const names = ['discord', 'discord@memes', 'discord@support', 'telegram'];
  const placesOf = createPlacesOfOthers(names.map((name) => ({ name })));
  const channel = { platform: 'discord@memes', id: '1', kind: 'thread' as const };
  assert.deepEqual(placesOf(channel), [
    { ...channel, platform: 'discord' },
    { ...channel, platform: 'discord@support' },
  ]);
  assert.deepEqual(placesOf({ ...channel, platform: 'telegram' }), []);
});
