import type { Client } from 'discord.js';
import type { Log } from '../../../../lib/log.ts';
import { createLogOnce } from '../../../../lib/log-once.ts';

/** The private part of `client.ws` that every gateway event passes. */
interface PacketHandler {
  handlePacket(packet?: { readonly t?: string | null }, shard?: unknown): boolean;
}

interface GuardOptions {
  /** Names of the only events that discord.js must handle. */
  readonly handledEvents: ReadonlySet<string>;
  readonly log: Log;
}

/**
 * Fault: discord.js builds objects from every gateway event. Where a server leaves out a field,
 * this throws inside of an event listener of discord.js, where no caller can catch the error, and
 * the process ends.
 *
 * Seen in: discord.js 14.28.1.
 *
 * Change: replaces the private method `handlePacket` of `client.ws`. Only events in `handledEvents`
 * build objects. The first failure of each of them is logged as a warning, the next ones for
 * debugging: what discord.js could not keep is only missing in its caches.
 *
 * Can go: when discord.js reports such failures as an event, and can leave out events.
 */
export function guardHandlers(client: Client, { handledEvents, log }: GuardOptions): void {
  const packetHandler = client.ws as unknown as PacketHandler;
  const handlePacket = packetHandler.handlePacket.bind(packetHandler);

  const failures = createLogOnce(log);

  packetHandler.handlePacket = (packet, shard) => {
    const name = packet?.t ?? '';
    if (name && !handledEvents.has(name)) return true;

    try {
      return handlePacket(packet, shard);
    } catch (error) {
      failures.warn(
        name,
        { event: name, error: (error as Error).message },
        'discord: discord.js could not read an event, going on without it',
      );
      return false;
    }
  };
}
