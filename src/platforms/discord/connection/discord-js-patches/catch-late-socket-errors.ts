import type { EventEmitter } from 'node:events';
import type { IShardingStrategy } from 'discord.js';

/** The private parts of `SimpleShardingStrategy` and its shards that lead to the sockets. */
interface WithConnections {
  readonly shards: ReadonlyMap<number, { readonly connection: EventEmitter | null }>;
}

/**
 * Fault: a shard that is destroyed while its socket still connects stops listening to that socket
 * and leaves it open. If the socket then fails, its error reaches no listener, and the process
 * ends.
 *
 * Seen in: @discordjs/ws 1.2.3.
 *
 * Change: each socket gets a listener for errors before its shard is destroyed.
 *
 * Can go: when `destroy` of a shard closes a connecting socket, or keeps its error listener.
 */
export function catchLateSocketErrors(strategy: IShardingStrategy): void {
  const destroy = strategy.destroy.bind(strategy);
  const ignoreError = () => {};

  strategy.destroy = async (options) => {
    const { shards } = strategy as unknown as WithConnections;

    for (const { connection } of shards.values()) connection?.on('error', ignoreError);

    await destroy(options);
  };
}
