import type { Client, GatewayDispatchEvents, Guild, GuildBasedChannel } from 'discord.js';
import type { InboundEvent, Inbox } from '../../../contracts/inbox.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import type { Acknowledgements } from '../outbound/acknowledgements.ts';
import { createGuildCache, type GuildCache } from './guild-cache.ts';
import { omitNulls } from './omit-nulls.ts';
import { readChannel } from './read-channel.ts';
import { type RawEvents, readEvent } from './read-event.ts';
import {
  type InteractionContext,
  type RawInteraction,
  type ReadInteraction,
  readInteraction,
} from './read-interaction.ts';

export interface ListenParts {
  readonly inbox: Inbox;
  readonly acknowledgements: Acknowledgements;
  readonly ownId: () => string;
  readonly menus: InteractionContext['menus'];
  readonly complete: (
    told: RawInteraction,
    asked: Extract<ReadInteraction, { kind: 'completion' }>,
  ) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly stopped: AbortSignal;
}

/** Discord never tells an event twice: one that cannot be stored is tried again after these waits. */
const STORE_AGAIN_AFTER_MS = [250, 1_000, 4_000, 16_000];

/** Hands what the gateway tells to the inbox. */
export function listen(client: Client, parts: ListenParts): void {
  const { inbox, acknowledgements, clock, log, stopped } = parts;
  const known = () => createGuildCache(client, parts.ownId());

  async function deliver(event: InboundEvent): Promise<void> {
    for (const waitMs of [...STORE_AGAIN_AFTER_MS, undefined]) {
      try {
        return await inbox.accept(event);
      } catch (error) {
        if (stopped.aborted || waitMs === undefined) throw error;
        await sleep(clock, waitMs, stopped);
      }
    }
  }

  /** Nothing that goes wrong with one event may stop the next. */
  async function hear(what: string, events: () => Promise<readonly InboundEvent[]>): Promise<void> {
    if (stopped.aborted) return;
    try {
      for (const event of await events()) await deliver(event);
    } catch (error) {
      log.error({ event: what, error: (error as Error).message }, 'an event of Discord was lost');
    }
  }

  async function hearInteraction(told: RawInteraction): Promise<readonly InboundEvent[]> {
    const event = readInteraction(told, {
      known: known(),
      receivedAt: clock.now(),
      menus: parts.menus,
    });
    if (event?.kind === 'completion') await parts.complete(told, event);
    if (!event || event.kind === 'completion') return [];
    const { id, token } = told;
    acknowledgements.open({
      id,
      token,
      ...(event.kind === 'button' && { pressedIn: event.message.messageId }),
    });
    return [event];
  }

  const on = <Data>(name: string, events: (told: Data) => Promise<readonly InboundEvent[]>) =>
    client.ws.on(
      name as GatewayDispatchEvents,
      (told: Data) => void hear(name, () => events(omitNulls(told))),
    );

  for (const name of Object.keys(readEvent) as (keyof RawEvents)[]) {
    on<RawEvents[typeof name]>(name, async (told) => {
      await meetChannel(client, told);
      // Each name has its own shape: the reader found by the name takes what came by it.
      return (
        readEvent[name] as (
          told: RawEvents[keyof RawEvents],
          known: GuildCache,
        ) => readonly InboundEvent[]
      )(told, known());
    });
  }
  on<RawInteraction>('INTERACTION_CREATE', hearInteraction);
  client.on(
    'guildCreate',
    (server) => void hear('guildCreate', async () => addedEvents(server, known())),
  );
}

/** Threads that were archived when the bot connected, and servers that tell less than Discord, leave gaps. */
async function meetChannel(client: Client, told: RawEvents[keyof RawEvents]): Promise<void> {
  if (!('channel_id' in told)) return;
  const { channel_id: id, guild_id: serverId } = told;
  if (serverId === undefined || client.channels.cache.has(id)) return;
  await client.channels.fetch(id).catch(() => {});
}

/** Where Discord itself greets newcomers, else the topmost channel that the bot may write in. */
function addedEvents(server: Guild, known: GuildCache): readonly InboundEvent[] {
  const { me } = server.members;
  const top = server.channels.cache.filter(
    (channel) => channel.isTextBased() && !channel.isThread(),
  );
  const candidates = [
    server.systemChannel,
    ...top.sort((a, b) => a.rawPosition - b.rawPosition).values(),
  ];
  const isWritable = (channel: Guild['systemChannel'] | GuildBasedChannel) =>
    me && channel?.permissionsFor(me)?.has(['ViewChannel', 'SendMessages']);
  const channel = candidates.find(isWritable);
  return channel ? [{ kind: 'added', channel: readChannel(channel.id, server.id, known) }] : [];
}
