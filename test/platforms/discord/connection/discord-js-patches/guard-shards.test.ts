import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { IShardingStrategy } from 'discord.js';
import { guardShards } from '../../../../../src/platforms/discord/connection/discord-js-patches/guard-shards.ts';
import { installedVersion, LOOK_AGAIN, requireInstalled } from './installed-version.ts';

const METHODS = ['internalConnect', 'onMessage', 'onClose', 'heartbeat'] as const;

/** A strategy that creates one shard, all of whose methods fail. */
function createStrategy() {
  const fail = async () => {
    throw new Error('failed');
  };
  const shard = Object.fromEntries(METHODS.map((name) => [name, fail]));
  const shards = new Map<number, typeof shard>();
  const strategy = { shards, spawn: async () => void shards.set(0, shard) };
  return { shard, strategy: strategy as unknown as IShardingStrategy };
}

// That the process goes on is tested in ../unusable-gateway.test.ts.
describe('guardShards', () => {
  test('is written for this version of @discordjs/ws', () => {
    assert.equal(installedVersion('discord.js', '@discordjs/ws'), '1.2.3', LOOK_AGAIN);
  });

  test('finds the private parts of @discordjs/ws that it and the other patches use', () => {
    const { WebSocketShard } = requireInstalled('discord.js', '@discordjs/ws');
    const shard = new WebSocketShard({}, 0);
    for (const name of [...METHODS, 'unpackMessage']) assert.equal(typeof shard[name], 'function');
    assert.ok(Object.hasOwn(shard, 'connection'));
  });

  test('reports what a shard throws: as a failure where it does not go on', async () => {
    const { shard, strategy } = createStrategy();
    const reports: string[] = [];
    guardShards(strategy, {
      onFailure: ({ message }) => void reports.push(`failure: ${message}`),
      onFault: ({ message }) => void reports.push(`fault: ${message}`),
    });
    await strategy.spawn([0]);

    for (const name of METHODS) await shard[name]?.();

    assert.deepEqual(reports, [
      'failure: failed',
      'fault: failed',
      'failure: failed',
      'fault: failed',
    ]);
  });
});
