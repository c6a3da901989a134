import type { InboundEvent } from '../../../contracts/inbox.ts';
import {
  booleanReader,
  fieldsReader,
  type JsonReader,
  listReader,
} from '../../../lib/json-reader.ts';
import type { GuildCache } from './guild-cache.ts';
import { idReader } from './raw-content.ts';
import { type RawMessage, rawMessageReader } from './raw-message.ts';
import { readChannel } from './read-channel.ts';
import { readMessage } from './read-message.ts';

/** Turns the data of one kind of event into Parley's events. Never throws. */
type EventReader = (data: unknown, cache: GuildCache) => readonly InboundEvent[];

const DELETION_FIELDS = { channel_id: idReader, guild_id: idReader };
const deletionReader = fieldsReader({ ...DELETION_FIELDS, id: idReader }, 'id', 'channel_id');
const bulkDeletionReader = fieldsReader(
  { ...DELETION_FIELDS, ids: listReader(idReader) },
  'ids',
  'channel_id',
);
/** Servers write `true` in several ways. */
const truthReader: JsonReader<boolean> = (value) => booleanReader(value) ?? Boolean(value);
const guildReader = fieldsReader({ id: idReader, unavailable: truthReader }, 'id');

/**
 * Turns Discord's events about messages and servers into Parley's, by the names of the events. Pure.
 * An event without what it needs gives none. Interactions have `readInteraction`.
 */
export const eventReaders = {
  MESSAGE_CREATE: eventReader(rawMessageReader, (message, cache) =>
    messageEvents('message', message, cache),
  ),

  // Without `edited_timestamp`, Discord only adds link previews, pins and the like. An update without
  // `content` only reports other changes.
  MESSAGE_UPDATE: eventReader(rawMessageReader, (message, cache) =>
    message.edited_timestamp && message.content !== undefined
      ? messageEvents('edited', message, cache)
      : [],
  ),

  MESSAGE_DELETE: eventReader(deletionReader, (deletion, cache) => [
    deletedEvent(deletion, deletion.id, cache),
  ]),

  MESSAGE_DELETE_BULK: eventReader(bulkDeletionReader, (deletion, cache) =>
    deletion.ids.map((messageId) => deletedEvent(deletion, messageId, cache)),
  ),

  // `unavailable`: an outage at Discord, the bot is still a member.
  GUILD_DELETE: eventReader(guildReader, ({ id, unavailable }) =>
    unavailable
      ? []
      : [{ kind: 'removed', channel: { platform: 'discord', id, kind: 'group', server: id } }],
  ),
} as const;

function eventReader<Data>(
  readData: JsonReader<Data>,
  toEvents: (data: Data, cache: GuildCache) => readonly InboundEvent[],
): EventReader {
  return (given, cache) => {
    const data = readData(given);
    return data === undefined ? [] : toEvents(data, cache);
  };
}

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

function deletedEvent(
  deletion: { readonly channel_id: string; readonly guild_id?: string },
  messageId: string,
  cache: GuildCache,
): InboundEvent {
  // Servers that are compatible with Discord may leave the server out.
  const serverId = deletion.guild_id ?? cache.channel(deletion.channel_id)?.serverId;
  const channel = readChannel(deletion.channel_id, serverId, cache);
  return { kind: 'deleted', channel, messageId };
}
