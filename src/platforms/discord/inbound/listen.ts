import type { Client, GatewayDispatchEvents } from 'discord.js';
import type { Channel } from '../../../contracts/chat-message.ts';
import type { InboundEvent, Inbox } from '../../../contracts/inbox.ts';
import type { Clock } from '../../../lib/clock.ts';
import { fieldsReader } from '../../../lib/json-reader.ts';
import { createKeyedLock } from '../../../lib/keyed-lock.ts';
import type { Log } from '../../../lib/log.ts';
import type { HandledEvents } from '../connection/shards/handled-events.ts';
import { readCustomId } from '../custom-id.ts';
import { createInteractionTimes } from '../interaction-time.ts';
import type { Acknowledgements } from '../outbound/acknowledgements.ts';
import { addedEvents, hasJustJoined } from './added-events.ts';
import { carry } from './carried.ts';
import { type ChannelFetcher, createChannelFetcher } from './channel-fetcher.ts';
import { createEditFilter } from './edit-filter.ts';
import { createEventDelivery, type Occurrence } from './event-delivery.ts';
import { createEventPlaces, type EventPlace } from './event-places.ts';
import { createGatewayServers } from './gateway-servers.ts';
import { createGuildCache } from './guild-cache.ts';
import { isQuestion, linkedChannels } from './linked-channels.ts';
import { openInteraction } from './open-interaction.ts';
import type { PersonLocales } from './person-locales.ts';
import { idReader } from './raw-content.ts';
import { type RawInteraction, rawInteractionReader } from './raw-interaction.ts';
import { rawMessageReader } from './raw-message.ts';
import { eventReaders } from './read-event.ts';
import {
  type CompletionRequest,
  type InteractionContext,
  readFileHolder,
  readInteraction,
} from './read-interaction.ts';
import { channelDetails, isGuest } from './read-interaction-place.ts';
import type { Replay } from './replay.ts';
import { createServerFetcher } from './server-fetcher.ts';
import type { ServerNames } from './server-names.ts';
import type { ThreadParents } from './thread-parents.ts';

/** The parts that read and deliver events. */
export interface ListenParts {
  readonly inbox: Inbox;
  readonly acknowledgements: Pick<Acknowledgements, 'watch'>;
  readonly channelFetcher: ChannelFetcher;
  readonly parents: ThreadParents;
  readonly names: ServerNames;
  readonly locales: PersonLocales;
  readonly ownId: () => string;
  readonly menuCommands: InteractionContext['menuCommands'];
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the platform is stopped. */
  readonly stopped: AbortSignal;
  readonly handled: HandledEvents;
  readonly replay: Replay;
  /** The session is that of an earlier process, which was told about the servers. */
  readonly lacksServers: boolean;
  onCompletion(interaction: RawInteraction, request: CompletionRequest): Promise<void>;
}

type EventName = keyof typeof eventReaders;

const INTERACTION_CREATE = 'INTERACTION_CREATE';
const MESSAGE_CREATE = 'MESSAGE_CREATE';
const EVENT_NAMES = Object.keys(eventReaders) as readonly EventName[];

/** A command must be answered soon, also where it does not say in which channel it was used. */
const LOOK_UP_FOR_COMMAND_MS = 1_000;

/** Takes messages that no event told, with data in the form of one. */
export interface MessageTaker {
  /** As for an event of the gateway. Never rejects. */
  take(data: unknown): Promise<void>;
  /** Reads a message, and delivers nothing. */
  read(data: unknown): Promise<readonly InboundEvent[]>;
  /** Delivers an event in the order of its channel. Never rejects. */
  deliver(event: InboundEvent, channelId: string): Promise<void>;
}

/** Passes the events that `client` receives to the inbox. */
export function listen(client: Client, parts: ListenParts): MessageTaker {
  const { inbox, channelFetcher, parents, handled, replay, clock, log, stopped } = parts;
  const edits = createEditFilter(clock);
  // A second one, so that a person who links to many hidden channels does not use up the requests of the first.
  const linkFetcher = createChannelFetcher(clock);
  const inOrder = createKeyedLock();
  const deliver = createEventDelivery({ inbox, clock, stopped });
  const timeOfInteraction = createInteractionTimes();
  const guildCache = () => createGuildCache(createGatewayServers(client), parts.ownId(), parts);
  const learnPlace = createEventPlaces({
    parents,
    clock,
    guildCache,
    fetchServer: parts.lacksServers ? createServerFetcher(client, clock) : undefined,
    fetchUnknown: (channelId) => channelFetcher.fetchUnknown(client, [channelId]),
  });

  /**
   * Reads at once, and delivers what happens in a channel in its order: a command is read sooner than the message
   * before it. Never rejects: a failure of one event must not stop the next one.
   */
  async function handle(
    name: string,
    readEvents: () => Promise<readonly Occurrence[]>,
    channelId = '',
  ): Promise<void> {
    if (stopped.aborted || handled.isStopped()) return;
    const done = handled.begin();

    try {
      const reading = readEvents();
      // It is awaited only in its turn.
      reading.catch(() => {});
      for (const occurrence of await inOrder(channelId, () => reading)) {
        parents.remember(usedChannel(occurrence.event));
        await deliver(occurrence, channelId);
      }
      done(true);
    } catch (error) {
      // The next process gets it again.
      done(!stopped.aborted);
      log.error({ event: name, error: (error as Error).message }, 'discord: event lost');
    }
  }

  function onGatewayEvent(
    name: string,
    readEvents: (data: unknown) => Promise<readonly Occurrence[]>,
  ): void {
    client.ws.on(
      name as GatewayDispatchEvents,
      (data: unknown) =>
        void handle(name, () => readEvents(data), locationReader(data)?.channel_id),
    );
  }

  async function readInteractionEvents(data: unknown): Promise<readonly Occurrence[]> {
    const raw = rawInteractionReader(data);
    if (!raw) return [];
    const madeAt = timeOfInteraction(raw.id, clock.now());
    rememberLocale(raw);

    const cache = await learnPlace(placeOf(raw), LOOK_UP_FOR_COMMAND_MS);
    const event = readInteraction(raw, { cache, madeAt, menuCommands: parts.menuCommands });
    if (!event) return [];

    if (event.kind === 'completion') {
      // Nothing waits for suggestions.
      if (replay.isOn()) return [];
      void handle(
        'suggestions',
        async () => {
          await parts.onCompletion(raw, event);
          return [];
        },
        raw.id,
      );
      return [];
    }

    const taken = await replay.take(raw);
    if (!taken) return [];
    const { mayOpenForm } = readCustomId(raw.data?.custom_id ?? '');
    const shared = [readFileHolder(raw), ...(raw.data?.resolved?.messages?.values() ?? [])];
    const carried = taken.carry(carry(shared, mayOpenForm));
    parts.acknowledgements.watch(openInteraction(event, carried));
    return [{ event, carried }];
  }

  function rememberLocale({ member, user = member?.user, locale }: RawInteraction): void {
    if (user) parts.locales.remember(user.id, locale);
  }

  async function readEventsOf(name: EventName, data: unknown): Promise<readonly InboundEvent[]> {
    const { channel_id: channelId, guild_id: serverId } = locationReader(data) ?? {};
    const cache = await learnPlace({ channelId, serverId });
    const events = eventReaders[name](data, cache);

    // A link counts only where its author may read, and the permissions are in the cached channel.
    const linked = events.flatMap(linkedChannels).filter((id) => !client.channels.cache.has(id));
    if (linked.length === 0) return events;
    await linkFetcher.fetchUnknown(client, linked);
    return eventReaders[name](data, cache);
  }

  async function readOccurrences(name: EventName, data: unknown): Promise<readonly Occurrence[]> {
    if (name === 'MESSAGE_UPDATE' && !(edits.isNew(data) && (await replay.isNewestEdit(data))))
      return [];
    parts.names.remember(data);
    const events = await readEventsOf(name, data);
    // Only the files of questions are fetched soon.
    const carried = events.some(isQuestion) ? carry([rawMessageReader(data)]) : undefined;
    return events.map((event) => ({ event, carried }));
  }

  function onEvent(name: EventName): void {
    onGatewayEvent(name, (data) => readOccurrences(name, data));
  }

  for (const name of EVENT_NAMES) onEvent(name);
  onGatewayEvent(INTERACTION_CREATE, readInteractionEvents);

  client.on('guildCreate', (server) => {
    // It was only unknown: the session is older than this process.
    if (parts.lacksServers && !hasJustJoined(server, clock.now())) return;
    void handle('guildCreate', async () =>
      addedEvents(server, guildCache()).map((event) => ({ event })),
    );
  });

  return {
    take: (data) =>
      handle(
        MESSAGE_CREATE,
        () => readOccurrences(MESSAGE_CREATE, data),
        locationReader(data)?.channel_id,
      ),
    read: (data) => readEventsOf(MESSAGE_CREATE, data),
    deliver: (event, channelId) => handle('missed', async () => [{ event }], channelId),
  };
}

const locationReader = fieldsReader({ channel_id: idReader, guild_id: idReader });

function placeOf(raw: RawInteraction): EventPlace {
  const { channel, channel_id: channelId = channel?.id, guild_id: serverId } = raw;
  // The bot is no member of the server of a guest.
  return {
    channelId,
    serverId: isGuest(raw) ? undefined : serverId,
    details: channelDetails(channel),
  };
}

/** The channel of an event that asks the bot for something. Of the many threads of a server, only these are remembered. */
function usedChannel(event: InboundEvent): Channel | undefined {
  const { kind } = event;
  const isInteraction = kind === 'command' || kind === 'button' || kind === 'form';
  return isInteraction || isQuestion(event) ? event.address.channel : undefined;
}
