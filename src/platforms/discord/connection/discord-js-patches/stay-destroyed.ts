import type { Client, IShardingStrategy } from 'discord.js';

/** The private part of `client.ws` that tells whether the client was destroyed. */
interface Destroyable {
  readonly destroyed: boolean;
}

/**
 * Fault: a client that is destroyed while it asks for the address of the gateway connects when it
 * gets the address. Its connection is never closed, and is opened again whenever it breaks.
 *
 * Seen in: discord.js 14.28.1.
 *
 * Change: the strategy of a destroyed client has no shards, so `login` rejects.
 *
 * Can go: when `login` of a client that was destroyed meanwhile rejects.
 */
export function stayDestroyed(strategy: IShardingStrategy, client: Pick<Client, 'ws'>): void {
  const spawn = strategy.spawn.bind(strategy);
  const manager = client.ws as unknown as Destroyable;

  strategy.spawn = async (shardIds) => {
    if (manager.destroyed) throw new Error('The client was destroyed before it connected.');
    await spawn(shardIds);
  };
}
