import type { InboundEvent } from '../../../contracts/inbox.ts';
import type { GuildCache } from './guild-cache.ts';
import { readChannel } from './read-channel.ts';
import { type RawMessage, readMessage } from './read-message.ts';

/** The data of gateway events about messages and servers, by the names of the events. */
export interface RawEvents {
  readonly MESSAGE_CREATE: RawMessage;
  readonly MESSAGE_UPDATE: RawMessage;
  readonly MESSAGE_DELETE: RawDeletion & { readonly id: string };
  readonly MESSAGE_DELETE_BULK: RawDeletion & { readonly ids: readonly string[] };
  readonly GUILD_DELETE: { readonly id: string; readonly unavailable?: boolean };
}

interface RawDeletion {
  readonly channel_id: string;
  readonly guild_id?: string;
}

/** Turns the data of one kind of event into Parley's events. */
type EventReader<Data> = (data: Data, cache: GuildCache) => readonly InboundEvent[];

/** Turns Discord's events into Parley's. Pure. Interactions have `readInteraction`. */
export const eventReaders: { readonly [Name in keyof RawEvents]: EventReader<RawEvents[Name]> } = {
  MESSAGE_CREATE: (message, cache) => messageEvents('message', message, cache),

  // Without `edited_timestamp`, Discord only adds link previews, pins and the like. An update without
  // `content` tells only other changes.
  MESSAGE_UPDATE: (message, cache) =>
    message.edited_timestamp && message.content !== undefined
      ? messageEvents('edited', message, cache)
      : [],

  MESSAGE_DELETE: (deletion, cache) => [deletedEvent(deletion, deletion.id, cache)],

  MESSAGE_DELETE_BULK: (deletion, cache) =>
    deletion.ids.map((messageId) => deletedEvent(deletion, messageId, cache)),

  // `unavailable`: an outage at Discord, the bot is still a member.
  GUILD_DELETE: ({ id, unavailable }) =>
    unavailable
      ? []
      : [{ kind: 'removed', channel: { platform: 'discord', id, kind: 'group', server: id } }],
};

function messageEvents(
  kind: 'message' | 'edited',
  rawMessage: RawMessage,
  cache: GuildCache,
): readonly InboundEvent[] {
  const message = readMessage(rawMessage, cache);
  if (!message) return [];

  const address = { channel: message.channel, questionId: message.id };
  return [{ kind, message, address }];
}

function deletedEvent(deletion: RawDeletion, messageId: string, cache: GuildCache): InboundEvent {
  const channel = readChannel(deletion.channel_id, deletion.guild_id, cache);
  return { kind: 'deleted', channel, messageId };
}
