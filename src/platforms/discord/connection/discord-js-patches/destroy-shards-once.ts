import type { IShardingStrategy } from 'discord.js';

/** The private part of `SimpleShardingStrategy` that holds its shards. */
interface WithShards {
  readonly shards: ReadonlyMap<number, object>;
}

/**
 * Fault: a shard that is destroyed while it waits for the gateway takes the end of its wait for a
 * failure. It destroys itself a second time and connects again half a second later, and the first
 * `destroy` never ends.
 *
 * Seen in: @discordjs/ws 1.2.3.
 *
 * Change: once the strategy is destroyed, the methods `destroy` and `internalConnect` of its shards
 * do nothing.
 *
 * Can go: when `destroy` of a waiting shard ends, and the shard stays down.
 */
export function destroyShardsOnce(strategy: IShardingStrategy): void {
  const destroy = strategy.destroy.bind(strategy);
  const doNothing = async () => {};

  strategy.destroy = async (options) => {
    const { shards } = strategy as unknown as WithShards;
    const destroyed = destroy(options);

    for (const shard of shards.values())
      Object.assign(shard, { destroy: doNothing, internalConnect: doNothing });

    await destroyed;
  };
}
