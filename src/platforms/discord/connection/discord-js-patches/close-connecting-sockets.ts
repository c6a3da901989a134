import type { EventEmitter } from 'node:events';
import type { IShardingStrategy } from 'discord.js';

/** The socket of a shard, from the package `ws`. */
interface Socket extends EventEmitter {
  readonly readyState: number;
  terminate(): void;
}

/** The private parts of `SimpleShardingStrategy` and its shards that lead to the sockets. */
interface WithConnections {
  readonly shards: ReadonlyMap<number, { readonly connection: Socket | null }>;
}

/** A `readyState` (https://developer.mozilla.org/en-US/docs/Web/API/WebSocket/readyState). */
const CONNECTING = 0;

/**
 * Fault: a shard that is destroyed while its socket still connects stops listening to that socket
 * and leaves it open. If the socket then fails, its error reaches no listener, and the process
 * ends. If it does not fail, it keeps the process alive, without end once the gateway answers.
 *
 * Seen in: @discordjs/ws 1.2.3.
 *
 * Change: before its shard is destroyed, each socket gets a listener for errors, and a socket that
 * still connects is closed.
 *
 * Can go: when `destroy` of a shard closes a connecting socket.
 */
export function closeConnectingSockets(strategy: IShardingStrategy): void {
  const destroy = strategy.destroy.bind(strategy);
  const ignoreError = () => {};

  strategy.destroy = async (options) => {
    const { shards } = strategy as unknown as WithConnections;

    for (const { connection } of shards.values()) {
      connection?.on('error', ignoreError);
      if (connection?.readyState === CONNECTING) connection.terminate();
    }

    await destroy(options);
  };
}
