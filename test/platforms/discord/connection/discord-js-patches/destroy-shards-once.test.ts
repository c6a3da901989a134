import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { destroyShardsOnce } from '../../../../../src/platforms/discord/connection/discord-js-patches/destroy-shards-once.ts';
import { createFakeStrategy } from './fake-strategy.ts';
import { installedVersion, LOOK_AGAIN, requireInstalled } from './installed-version.ts';

// That a start can be stopped while discord.js waits for the gateway is tested in ../gateway.test.ts.
describe('destroyShardsOnce', () => {
  test('is written for this version of @discordjs/ws', () => {
    assert.equal(installedVersion('discord.js', '@discordjs/ws'), '1.2.3', LOOK_AGAIN);
  });

  test('finds the private parts of @discordjs/ws that it uses', () => {
    const { SimpleShardingStrategy, WebSocketShard } = requireInstalled(
      'discord.js',
      '@discordjs/ws',
    );
    assert.ok(new SimpleShardingStrategy({}).shards instanceof Map);
    assert.equal(typeof WebSocketShard.prototype.destroy, 'function');
    assert.equal(typeof WebSocketShard.prototype.internalConnect, 'function');
  });

  test('lets a shard neither destroy itself a second time nor connect again', async () => {
    const calls: string[] = [];
    const shard = {
      async destroy() {
        calls.push('destroy');
        // As a real shard does in the middle of its wait for the gateway.
        await null;
        await shard.destroy();
        await shard.internalConnect();
      },
      async internalConnect() {
        calls.push('connect');
      },
    };
    const strategy = createFakeStrategy(new Map([[0, shard]]));

    destroyShardsOnce(strategy);
    await strategy.destroy();

    assert.deepEqual(calls, ['destroy']);
  });
});
