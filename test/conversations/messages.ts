import type { Channel, ChatMessage } from '../../src/contracts/chat-message.ts';
import type { NewTurn } from '../../src/contracts/turns.ts';

export function channel(id: string): Channel {
  return { platform: 'test', id, kind: 'group' };
}

let ids = 0;

/** A message in channel `in`, `by` somebody, with an id of its own unless one is given. */
export function said(
  message: {
    in?: string;
    by?: string;
    id?: string;
    text?: string;
    albumId?: string;
    sentAt?: number;
  } = {},
): NewTurn {
  const {
    in: channelId = 'room',
    by = 'ann',
    id = `m${ids++}`,
    text = `text of ${id}`,
    albumId,
    sentAt = 1_700_000_000_000,
  } = message;
  const received: ChatMessage = {
    id,
    channel: channel(channelId),
    author: { id: by, name: by, isBot: false, isServerAdmin: false, roles: [] },
    addressed: 'mention',
    text,
    attachments: [],
    sentAt,
    ...(albumId !== undefined && { albumId }),
  };
  return { message: received, address: { channel: received.channel, questionId: id } };
}
