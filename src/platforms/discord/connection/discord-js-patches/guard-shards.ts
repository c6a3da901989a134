import type { IShardingStrategy } from 'discord.js';
import { onNewShard } from './new-shards.ts';

/** The private parts of a shard that it starts without waiting for their end. */
interface Shard {
  internalConnect(): Promise<void>;
  onMessage(...message: unknown[]): Promise<void>;
  onClose(code: number): Promise<void>;
  heartbeat(isRequested?: boolean): Promise<void>;
}

interface GuardShardsParts {
  /** A shard could not connect, and does not try again. */
  onFailure(error: Error): void;
  /** A shard failed at one message or heartbeat, and works on. */
  onFault(error: Error): void;
}

/**
 * Fault: a shard starts its work without waiting for it. Where this work throws, no caller can catch
 * the error, and the process ends: at an unusable address of the gateway, at a message of another
 * form than Discord's, at a socket that is no longer open.
 *
 * Seen in: @discordjs/ws 1.2.3.
 *
 * Change: replaces these methods of each new shard by ones that report what they throw.
 *
 * Can go: when a shard reports these failures as its `error`.
 */
export function guardShards(
  strategy: IShardingStrategy,
  { onFailure, onFault }: GuardShardsParts,
): void {
  onNewShard<Shard>(strategy, (shard) => {
    Object.assign(shard, {
      internalConnect: guarded(shard.internalConnect.bind(shard), onFailure),
      onClose: guarded(shard.onClose.bind(shard), onFailure),
      onMessage: guarded(shard.onMessage.bind(shard), onFault),
      heartbeat: guarded(shard.heartbeat.bind(shard), onFault),
    } satisfies Shard);
  });
}

function guarded<Arguments extends unknown[]>(
  run: (...args: Arguments) => Promise<void>,
  onError: (error: Error) => void,
): (...args: Arguments) => Promise<void> {
  return async (...args) => {
    try {
      await run(...args);
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
  };
}
