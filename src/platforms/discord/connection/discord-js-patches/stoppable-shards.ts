import type { EventEmitter } from 'node:events';
import type { IShardingStrategy } from 'discord.js';
import type { Sdk } from '../load-discord.ts';
import type { ShardManager } from './complete-ready.ts';

/** The part of a shard that matters here; `connection` is private there. */
interface Shard {
  readonly connection: EventEmitter | null;
}

/**
 * In @discordjs/ws 1.2.3 a shard that is destroyed while it waits for the gateway takes the end of its waiting for a
 * failure and destroys itself once more, to connect anew half a second later; the first destroying then never ends.
 * It also stops listening to a socket that is still connecting, so the error of that socket would end the process.
 * Here, a shard is destroyed once and connects no more.
 */
export function stoppableShards(sdk: Sdk, manager: ShardManager): IShardingStrategy {
  const strategy = new sdk.SimpleShardingStrategy(manager);
  const destroy = strategy.destroy.bind(strategy);
  const nothing = async () => {};
  return Object.assign(strategy, {
    async destroy(options: Parameters<typeof destroy>[0]) {
      // Private there.
      const { shards } = strategy as unknown as { shards: ReadonlyMap<number, Shard> };
      for (const { connection } of shards.values()) connection?.on('error', () => {});
      const destroyed = destroy(options);
      for (const shard of shards.values())
        Object.assign(shard, { destroy: nothing, internalConnect: nothing });
      await destroyed;
    },
  });
}
