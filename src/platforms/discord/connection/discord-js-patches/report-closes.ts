import type { EventEmitter } from 'node:events';
import type { IShardingStrategy } from 'discord.js';
import { onNewShard } from './new-shards.ts';

/** The socket of a shard, from the package `ws`. */
type Socket = Pick<EventEmitter, 'prependListener'>;

/** The private part of a shard that holds its socket. */
interface Shard {
  connection: Socket | null;
}

/**
 * Fault: @discordjs/ws drops the reason with which the gateway closes a connection, and reports no
 * close at all for a connection that it opens again. A connection that breaks has no reason, but an
 * error before its close.
 *
 * Seen in: @discordjs/ws 1.2.3.
 *
 * Change: replaces the private field `connection` of each new shard by a property that listens to
 * each new socket, before the shard itself does.
 *
 * Can go: when the event `closed` has the reason.
 */
export function reportCloses(
  strategy: IShardingStrategy,
  onClose: (code: number, reason: string) => void,
): void {
  onNewShard<Shard>(strategy, (shard) => {
    let { connection } = shard;

    Object.defineProperty(shard, 'connection', {
      enumerable: true,
      get: () => connection,
      set(socket: Socket | null) {
        connection = socket;
        let brokeBy = '';
        socket?.prependListener('error', ({ message }: Error) => {
          brokeBy = message;
        });
        socket?.prependListener('close', (code: number, reason: Uint8Array) =>
          onClose(code, String(reason) || brokeBy),
        );
      },
    });
  });
}
