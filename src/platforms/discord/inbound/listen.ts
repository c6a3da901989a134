import type { Client, GatewayDispatchEvents } from 'discord.js';
import type { InboundEvent, Inbox } from '../../../contracts/inbox.ts';
import { StoreError } from '../../../errors.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import { fieldsReader } from '../../../lib/json-reader.ts';
import { createKeyedLock } from '../../../lib/keyed-lock.ts';
import type { Log } from '../../../lib/log.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { readCustomId } from '../custom-id.ts';
import type { Acknowledgements } from '../outbound/acknowledgements.ts';
import { addedEvents } from './added-events.ts';
import { type ChannelFetcher, createChannelFetcher } from './channel-fetcher.ts';
import { createEditFilter } from './edit-filter.ts';
import { createGatewayServers } from './gateway-servers.ts';
import { createGuildCache } from './guild-cache.ts';
import type { MessageSource } from './message-source.ts';
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
import { findMessageLinks } from './read-links.ts';
import type { ServerNames } from './server-names.ts';

interface ListenParts {
  readonly inbox: Inbox;
  readonly acknowledgements: Acknowledgements;
  readonly channelFetcher: ChannelFetcher;
  readonly source: Pick<MessageSource, 'remember' | 'forget'>;
  readonly names: ServerNames;
  readonly locales: PersonLocales;
  readonly ownId: () => string;
  readonly menuCommands: InteractionContext['menuCommands'];
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the platform is stopped. */
  readonly stopped: AbortSignal;
  onCompletion(interaction: RawInteraction, request: CompletionRequest): Promise<void>;
}

type EventName = keyof typeof eventReaders;

const INTERACTION_CREATE = 'INTERACTION_CREATE';
const EVENT_NAMES = Object.keys(eventReaders) as readonly EventName[];

/**
 * Discord never sends an event again, so an event that could not be stored is retried after these
 * waits.
 */
const STORE_RETRY_WAITS_MS = [250, 1_000, 4_000, 16_000];
/** While the store says that it fails, such as on a full disk, the retries go on for about an hour. */
const LONG_STORE_RETRY_MS = 30_000;
const MAX_STORE_RETRIES = 120;
/** As long as a command can be answered. */
const SHARED_BY_COMMAND_MS = 15 * 60_000;
/** Bounds the events in memory. */
const MAX_HELD_EVENTS = 1_000;

/** Passes the events that `client` receives to the inbox. */
export function listen(client: Client, parts: ListenParts): void {
  const { inbox, acknowledgements, channelFetcher, clock, log, stopped } = parts;
  const edits = createEditFilter(clock);
  // A second one, so that a person who links to many hidden channels does not use up the requests of the first.
  const linkFetcher = createChannelFetcher(clock);
  const inOrder = createKeyedLock();
  let heldEvents = 0;
  const guildCache = () => createGuildCache(createGatewayServers(client), parts.ownId(), parts);

  /** Gives `undefined` when another attempt makes no sense. */
  function longRetryWait(error: unknown, failures: number): number | undefined {
    const mayRecover = error instanceof StoreError && error.kind !== 'damaged';
    const hasRoom = failures < MAX_STORE_RETRIES && heldEvents < MAX_HELD_EVENTS;
    return mayRecover && hasRoom ? LONG_STORE_RETRY_MS : undefined;
  }

  async function deliver(event: InboundEvent): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await inbox.accept(event);
      } catch (error) {
        const waitMs = STORE_RETRY_WAITS_MS[failures] ?? longRetryWait(error, failures);
        if (stopped.aborted || waitMs === undefined) throw error;
        heldEvents += 1;
        await sleep(clock, waitMs, stopped);
        heldEvents -= 1;
      }
    }
  }

  /**
   * Reads at once, and delivers what happens in a channel in its order: a command is read sooner than the message
   * before it. Never rejects: a failure of one event must not stop the next one.
   */
  async function handle(
    name: string,
    readEvents: () => Promise<readonly InboundEvent[]>,
    channelId = '',
  ): Promise<void> {
    if (stopped.aborted) return;

    try {
      const reading = readEvents();
      // It is awaited only in its turn.
      reading.catch(() => {});
      for (const event of await inOrder(channelId, () => reading)) await deliver(event);
    } catch (error) {
      log.error({ event: name, error: (error as Error).message }, 'discord: event lost');
    }
  }

  function onGatewayEvent(
    name: string,
    readEvents: (data: unknown) => Promise<readonly InboundEvent[]>,
  ): void {
    client.ws.on(
      name as GatewayDispatchEvents,
      (data: unknown) =>
        void handle(name, () => readEvents(data), locationReader(data)?.channel_id),
    );
  }

  async function readInteractionEvents(data: unknown): Promise<readonly InboundEvent[]> {
    const raw = rawInteractionReader(data);
    if (!raw) return [];
    rememberLocale(raw);

    const event = readInteraction(raw, {
      cache: guildCache(),
      receivedAt: clock.now(),
      menuCommands: parts.menuCommands,
    });
    if (!event) return [];

    if (event.kind === 'completion') {
      // Nothing waits for suggestions.
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

    const buttonMessageId = event.kind === 'command' ? undefined : event.message?.messageId;
    const { mayOpenForm } = readCustomId(raw.data?.custom_id ?? '');
    acknowledgements.expect(
      omitUndefined({
        id: raw.id,
        token: raw.token,
        buttonMessageId,
        mayOpenForm,
        isPrivate: event.kind === 'command' && event.call.options.private === 'true',
      }),
    );
    rememberShared(raw);
    return [event];
  }

  function rememberLocale({ member, user = member?.user, locale }: RawInteraction): void {
    if (user) parts.locales.remember(user.id, locale);
  }

  /** The bot may not be able to read again what a person shared with it by a command. */
  function rememberShared(raw: RawInteraction): void {
    const messages = raw.data?.resolved?.messages?.values() ?? [];
    for (const message of [readFileHolder(raw), ...messages]) {
      if (message) parts.source.remember(message, SHARED_BY_COMMAND_MS);
    }
  }

  function onEvent(name: EventName): void {
    onGatewayEvent(name, async (data) => {
      if (name === 'MESSAGE_UPDATE' && !edits.isNew(data)) return [];
      parts.names.remember(data);
      await channelFetcher.fetchUnknown(client, channelOf(data));
      const events = eventReaders[name](data, guildCache());
      for (const event of events) forgetOldVersion(event);
      if (events.some(isQuestion)) rememberMessage(data);

      // A link counts only where its author may read, and the permissions are in the cached channel.
      const linked = events.flatMap(linkedChannels).filter((id) => !client.channels.cache.has(id));
      if (linked.length === 0) return events;
      await linkFetcher.fetchUnknown(client, linked);
      return eventReaders[name](data, guildCache());
    });
  }

  /** No file of a message that people took back may be fetched later. */
  function forgetOldVersion(event: InboundEvent): void {
    if (event.kind === 'deleted') parts.source.forget(event.channel.id, event.messageId);
    if (event.kind === 'edited') parts.source.forget(event.message.channel.id, event.message.id);
  }

  function rememberMessage(data: unknown): void {
    const message = rawMessageReader(data);
    if (message) parts.source.remember(message);
  }

  for (const name of EVENT_NAMES) onEvent(name);
  onGatewayEvent(INTERACTION_CREATE, readInteractionEvents);

  client.on('guildCreate', (server) => {
    void handle('guildCreate', async () => addedEvents(server, guildCache()));
  });
}

const locationReader = fieldsReader({ channel_id: idReader, guild_id: idReader });

/** The channel of an event on a server. */
function channelOf(data: unknown): readonly string[] {
  const { channel_id: channelId, guild_id: serverId } = locationReader(data) ?? {};
  return channelId && serverId ? [channelId] : [];
}

function isQuestion(
  event: InboundEvent,
): event is InboundEvent & { readonly kind: 'message' | 'edited' } {
  const isMessage = event.kind === 'message' || event.kind === 'edited';
  return isMessage && event.message.addressed !== false;
}

/** The channels to which a question links. */
function linkedChannels(event: InboundEvent): readonly string[] {
  if (!isQuestion(event)) return [];

  const { channel, text } = event.message;
  if (channel.server === undefined) return [];
  return findMessageLinks(text)
    .filter(({ serverId }) => serverId === channel.server)
    .map(({ channelId }) => channelId);
}
