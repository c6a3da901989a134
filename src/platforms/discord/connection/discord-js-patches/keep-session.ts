import type { IShardingStrategy, WebSocketManagerOptions } from 'discord.js';
import type { SavedSession, SessionState } from '../shards/shard-session.ts';

type ShardManager = Parameters<NonNullable<WebSocketManagerOptions['buildStrategy']>>[0];

/** The code with which @discordjs/ws itself closes a connection whose session goes on. 1000 and 1001 end it. */
const RESUMABLE = 4200;

interface KeepSessionParts {
  /** The session of an earlier process. */
  readonly saved: SavedSession | undefined;
  /** `undefined`: the session is over. */
  onSession(state: SessionState | undefined): void;
  /** True when another process may go on with the session. */
  isKept(): boolean;
}

/**
 * Fault: discord.js replaces the two public hooks of @discordjs/ws that keep sessions outside of the process, and ends
 * each session when a client is destroyed.
 *
 * Seen in: discord.js 14.28.1.
 *
 * Change: wraps both hooks, which begins with the saved session and reports each change, and the method `destroy` of the
 * strategy, which closes so that the session can be resumed. Call it while the manager builds its strategy, before
 * `checkGatewayAddress`.
 *
 * Can go: when discord.js takes both hooks as options of its client, and the code of `destroy`.
 */
export function keepSession(
  manager: ShardManager,
  { saved, onSession, isKept }: KeepSessionParts,
): (strategy: IShardingStrategy) => void {
  const { retrieveSessionInfo, updateSessionInfo } = manager.options;
  let seed = saved;
  let isDestroyed = false;

  Object.assign(manager.options, {
    async retrieveSessionInfo(shardId: number) {
      if (seed) {
        const { sessionId, sequence, shardCount, resumeURL } = seed;
        seed = undefined;
        // An address that is missing is that of `GET /gateway/bot`.
        const info = { shardId, sessionId, sequence, shardCount, resumeURL: resumeURL as string };
        await updateSessionInfo(shardId, info);
      }
      return retrieveSessionInfo(shardId);
    },

    async updateSessionInfo(...[shardId, info]: Parameters<typeof updateSessionInfo>) {
      await updateSessionInfo(shardId, info);
      if (!isDestroyed) onSession(info ?? undefined);
    },
  });

  return (strategy) => {
    const destroy = strategy.destroy.bind(strategy);
    const spawn = strategy.spawn.bind(strategy);
    // The manager also destroys the shards that it does not have yet, before it spawns them.
    strategy.spawn = async (shardIds) => {
      isDestroyed = false;
      await spawn(shardIds);
    };
    strategy.destroy = async (options) => {
      isDestroyed = true;
      await destroy(isKept() ? { ...options, code: RESUMABLE } : options);
    };
  };
}
