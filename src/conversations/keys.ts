import type { Channel, ChatMessage } from '../contracts/chat-message.ts';

/**
 * Where in the store things are: `turn:<turn>`, `head:<conversation>`, `alias:<channel>` (for a channel that got
 * another id), `seen:<channel>:<message>:<time>` (so that a message delivered twice is taken once), and `open`, the ids of all
 * turns that have not ended.
 */
export const OPEN_KEY = 'open';

export function channelId({ platform, id }: Channel): string {
  return `${platform}:${id}`;
}

export function turnId(conversation: string, sequence: number): string {
  return `${conversation}#${sequence}`;
}

export const turnKey = (id: string) => `turn:${id}`;
export const headKey = (conversation: string) => `head:${conversation}`;
export const aliasKey = (channel: Channel) => `alias:${channelId(channel)}`;
/** With the time: a server that keeps nothing counts its messages anew after a restart. */
export const seenKey = ({ channel, id, sentAt }: ChatMessage) =>
  `seen:${channelId(channel)}:${id}:${sentAt}`;
