import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Client, IShardingStrategy } from 'discord.js';
import { stayDestroyed } from '../../../../../src/platforms/discord/connection/discord-js-patches/stay-destroyed.ts';
import { installedVersion, LOOK_AGAIN, requireInstalled } from './installed-version.ts';

// That a real client does not connect after the bot has stopped is tested in ../gateway.test.ts.
describe('stayDestroyed', () => {
  test('is written for this version of discord.js', () => {
    assert.equal(installedVersion('discord.js'), '14.28.1', LOOK_AGAIN);
  });

  test('finds the private part of discord.js that it uses', async () => {
    const { Client } = requireInstalled('discord.js');
    const client = new Client({ intents: [] });
    assert.equal(client.ws.destroyed, false);
    await client.destroy();
    assert.equal(client.ws.destroyed, true);
  });

  test('lets a client have shards until it is destroyed', async () => {
    const spawned: number[][] = [];
    const strategy = {
      async spawn(shardIds: number[]) {
        spawned.push(shardIds);
      },
    } as unknown as IShardingStrategy;
    const ws = { destroyed: false };

    stayDestroyed(strategy, { ws } as unknown as Client);
    await strategy.spawn([0]);
    ws.destroyed = true;
    await assert.rejects(async () => strategy.spawn([1]));

    assert.deepEqual(spawned, [[0]]);
  });
});
