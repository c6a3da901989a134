import type { InboundEvent } from '../../../contracts/inbox.ts';
import type { GuildCache } from './guild-cache.ts';
import { readChannel } from './read-channel.ts';
import { type RawMessage, readMessage } from './read-message.ts';

/** What the gateway tells of messages and servers, by the names that it gives them. */
export interface RawEvents {
  readonly MESSAGE_CREATE: RawMessage;
  readonly MESSAGE_UPDATE: RawMessage;
  readonly MESSAGE_DELETE: Deleted & { readonly id: string };
  readonly MESSAGE_DELETE_BULK: Deleted & { readonly ids: readonly string[] };
  readonly GUILD_DELETE: { readonly id: string; readonly unavailable?: boolean };
}

interface Deleted {
  readonly channel_id: string;
  readonly guild_id?: string;
}

type Readers = {
  readonly [Name in keyof RawEvents]: (
    told: RawEvents[Name],
    known: GuildCache,
  ) => readonly InboundEvent[];
};

/** From Discord's events to Parley's. Pure. Interactions are read by `readInteraction`. */
export const readEvent: Readers = {
  MESSAGE_CREATE: (told, known) => messageEvents('message', told, known),
  // Without a time of edit, Discord only adds link previews, pins and the like.
  MESSAGE_UPDATE: (told, known) =>
    told.edited_timestamp ? messageEvents('edited', told, known) : [],
  MESSAGE_DELETE: (told, known) => [deletedEvent(told, told.id, known)],
  MESSAGE_DELETE_BULK: (told, known) => told.ids.map((id) => deletedEvent(told, id, known)),
  // `unavailable`: an outage at Discord, the bot is still a member.
  GUILD_DELETE: ({ id, unavailable }) =>
    unavailable
      ? []
      : [{ kind: 'removed', channel: { platform: 'discord', id, kind: 'group', server: id } }],
};

function messageEvents(
  kind: 'message' | 'edited',
  told: RawMessage,
  known: GuildCache,
): readonly InboundEvent[] {
  const message = readMessage(told, known);
  return message
    ? [{ kind, message, address: { channel: message.channel, questionId: message.id } }]
    : [];
}

function deletedEvent(told: Deleted, messageId: string, known: GuildCache): InboundEvent {
  return {
    kind: 'deleted',
    channel: readChannel(told.channel_id, told.guild_id, known),
    messageId,
  };
}
