import type { Client } from 'discord.js';
import type { Log } from '../../../../lib/log.ts';

/** The private part of `client.ws` that every gateway event passes. */
interface PacketHandler {
  handlePacket(packet?: { readonly t?: string | null }, shard?: unknown): boolean;
}

interface GuardOptions {
  /** Names of events that discord.js need not handle. */
  readonly ignoredEvents: ReadonlySet<string>;
  readonly log: Log;
}

/**
 * Fault: discord.js builds objects from every gateway event. Where a server leaves out a field,
 * this throws inside of an event listener of discord.js, where no caller can catch the error, and
 * the process ends.
 *
 * Seen in: discord.js 14.28.1.
 *
 * Change: replaces the private method `handlePacket` of `client.ws`. Events in `ignoredEvents`
 * build no objects; a failure in another event is logged.
 *
 * Can go: when discord.js reports such failures as an event, and can leave out events.
 */
export function guardHandlers(client: Client, { ignoredEvents, log }: GuardOptions): void {
  const packetHandler = client.ws as unknown as PacketHandler;
  const handlePacket = packetHandler.handlePacket.bind(packetHandler);

  packetHandler.handlePacket = (packet, shard) => {
    if (packet?.t && ignoredEvents.has(packet.t)) return true;

    try {
      return handlePacket(packet, shard);
    } catch (error) {
      log.error(
        { event: packet?.t, error: (error as Error).message },
        'discord: discord.js could not read an event',
      );
      return false;
    }
  };
}
