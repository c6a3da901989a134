import type { Client } from 'discord.js';
import type { Log } from '../../../../lib/log.ts';
import { readEvent } from '../../inbound/read-event.ts';

interface Handler {
  handlePacket(packet?: { readonly t?: string | null }, shard?: unknown): boolean;
}

/**
 * Keeps discord.js from building objects of the events that are read here anyway. Where a server leaves out a field,
 * that building throws, and nobody could catch it: the process would end.
 */
export function guardHandlers(client: Client, log: Log): void {
  const readHere = new Set([...Object.keys(readEvent), 'INTERACTION_CREATE']);
  // A server that the bot left has to leave the caches too.
  readHere.delete('GUILD_DELETE');
  // Private there, and the only place that all events pass.
  const socket = client.ws as unknown as Handler;
  const handle = socket.handlePacket.bind(socket);
  socket.handlePacket = (packet, shard) => {
    if (packet?.t && readHere.has(packet.t)) return true;
    try {
      return handle(packet, shard);
    } catch (error) {
      log.error(
        { event: packet?.t, error: (error as Error).message },
        'discord.js did not understand an event',
      );
      return false;
    }
  };
}
