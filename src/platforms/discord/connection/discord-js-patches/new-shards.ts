import type { IShardingStrategy } from 'discord.js';

/** Calls `change` for each shard that the strategy creates, before the shard connects. */
export function onNewShard<Shard extends object>(
  strategy: IShardingStrategy,
  change: (shard: Shard) => void,
): void {
  const spawn = strategy.spawn.bind(strategy);

  strategy.spawn = async (shardIds) => {
    await spawn(shardIds);

    // The private part of `SimpleShardingStrategy` that holds its shards.
    const { shards } = strategy as unknown as { readonly shards: ReadonlyMap<number, Shard> };
    for (const shard of shards.values()) change(shard);
  };
}
