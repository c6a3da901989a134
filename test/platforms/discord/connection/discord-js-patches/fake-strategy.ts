import type { IShardingStrategy } from 'discord.js';

export interface FakeShard {
  destroy(): Promise<void>;
  internalConnect(): Promise<void>;
  readonly connection?: object | null;
}

/** A strategy that destroys its shards as `SimpleShardingStrategy` does. */
export function createFakeStrategy(shards: ReadonlyMap<number, FakeShard>): IShardingStrategy {
  const strategy: Pick<IShardingStrategy, 'destroy'> & { readonly shards: typeof shards } = {
    shards,
    async destroy() {
      await Promise.all([...shards.values()].map((shard) => shard.destroy()));
    },
  };
  return strategy as unknown as IShardingStrategy;
}
