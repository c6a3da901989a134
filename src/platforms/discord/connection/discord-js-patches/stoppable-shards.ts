import type { IShardingStrategy } from 'discord.js';
import type { Sdk } from '../load-discord.ts';
import type { ShardManager } from './complete-ready.ts';

/**
 * In @discordjs/ws 1.2.3 a shard that is destroyed while it waits for the gateway takes the end of its waiting for a
 * failure and destroys itself once more, to connect anew half a second later; the first destroying then never ends.
 * Here, a shard is destroyed once and connects no more.
 */
export function stoppableShards(sdk: Sdk, manager: ShardManager): IShardingStrategy {
  const strategy = new sdk.SimpleShardingStrategy(manager);
  const destroy = strategy.destroy.bind(strategy);
  const nothing = async () => {};
  return Object.assign(strategy, {
    async destroy(options: Parameters<typeof destroy>[0]) {
      const destroyed = destroy(options);
      // Private there.
      const { shards } = strategy as unknown as { shards: ReadonlyMap<number, object> };
      for (const shard of shards.values())
        Object.assign(shard, { destroy: nothing, internalConnect: nothing });
      await destroyed;
    },
  });
}
