import type { WebSocketManagerOptions } from 'discord.js';
import type { Sdk } from '../load-discord.ts';

/** The manager of the connections, as discord.js hands it to who builds them. */
export type ShardManager = Parameters<NonNullable<WebSocketManagerOptions['buildStrategy']>>[0];

/** Fills in what other servers leave out of READY and discord.js takes for granted, before it looks there itself. */
export function completeReady({ WebSocketShardEvents }: Sdk, manager: ShardManager): void {
  manager.on(WebSocketShardEvents.Ready, ({ data }) => {
    data.guilds ??= [];
    data.application ??= { id: data.user.id, flags: 0 };
  });
}
