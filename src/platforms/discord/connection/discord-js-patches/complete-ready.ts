import type { WebSocketManagerOptions } from 'discord.js';
import type { Sdk } from '../load-discord.ts';

/** The manager of the gateway connections. discord.js exports another class under its name. */
type ShardManager = Parameters<NonNullable<WebSocketManagerOptions['buildStrategy']>>[0];

/**
 * Fault: discord.js takes the fields `guilds` and `application` of READY for granted. Some
 * Discord-compatible servers leave them out. discord.js then throws inside of its own event
 * listener, where no caller can catch the error, and the process ends.
 *
 * Seen in: discord.js 14.28.1.
 *
 * Change: listens to READY before discord.js does, and fills in what is missing. Call it while the
 * manager builds its strategy: discord.js starts to listen after that.
 *
 * Can go: when discord.js reads both fields as optional.
 */
export function completeReady({ WebSocketShardEvents }: Sdk, manager: ShardManager): void {
  manager.on(WebSocketShardEvents.Ready, ({ data }) => {
    data.guilds ??= [];
    data.application ??= { id: data.user.id, flags: 0 };
  });
}
