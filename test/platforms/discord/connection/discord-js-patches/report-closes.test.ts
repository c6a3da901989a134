import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { describe, test } from 'node:test';
import type { IShardingStrategy } from 'discord.js';
import { reportCloses } from '../../../../../src/platforms/discord/connection/discord-js-patches/report-closes.ts';
import { installedVersion, LOOK_AGAIN } from './installed-version.ts';

describe('reportCloses', () => {
  test('is written for this version of @discordjs/ws', () => {
    assert.equal(installedVersion('discord.js', '@discordjs/ws'), '1.2.3', LOOK_AGAIN);
  });

  test('reports code and reason of each socket before the shard hears of the close', async () => {
    const shard: { connection: EventEmitter | null } = { connection: null };
    const shards = new Map([[0, shard]]);
    const strategy = { shards, spawn: async () => {} } as unknown as IShardingStrategy;
    const heard: unknown[] = [];
    reportCloses(strategy, (code, reason) => void heard.push([code, reason]));
    await strategy.spawn([0]);

    for (const code of [4000, 1012]) {
      const socket = new EventEmitter();
      socket.on('close', () => void heard.push('shard'));
      shard.connection = socket;
      assert.equal(shard.connection, socket);
      socket.emit('close', code, Buffer.from('because'));
    }
    shard.connection = null;

    assert.deepEqual(heard, [[4000, 'because'], 'shard', [1012, 'because'], 'shard']);
  });
});
