import type { Channel, ChatMessage } from '../contracts/chat-message.ts';
import { channelKey, messageKey } from '../lib/channel-key.ts';

/** The key of the ids of all turns that have not ended, on a store of one process. */
export const OPEN_KEY = 'open';

/** On a store of several processes, the keys of the open turns of all chats begin with this. */
export const CHAT_MARKS_PREFIX = 'open:';

/** The key of the ids of the turns of a chat that have not ended. */
export const chatMarkKey = (chat: string) => `${CHAT_MARKS_PREFIX}${chat}`;

/** Identifies a turn on all platforms. */
export function turnId(conversation: string, sequence: number): string {
  return `${conversation}#${sequence}`;
}

/** The keys of all turns begin with this. */
export const TURNS_PREFIX = 'turn:';

/** The key of a turn. */
export const turnKey = (id: string) => `${TURNS_PREFIX}${id}`;

/** The number of turns in one read. One or two batches fill most context windows, or reach the start of the conversation. */
export const HISTORY_BATCH_SIZE = 20;

/** The keys of the newest turns up to one, as many as are read at once. */
export function historyKeys(conversation: string, newest: number): readonly string[] {
  return Array.from({ length: Math.min(HISTORY_BATCH_SIZE, newest) }, (_, index) =>
    turnKey(turnId(conversation, newest - index)),
  );
}

/** The keys of all heads begin with this. */
export const HEADS_PREFIX = 'head:';

/** The key of the head of a conversation. */
export const headKey = (conversation: string) => `${HEADS_PREFIX}${conversation}`;

/** The keys of all pins begin with this. */
export const PINS_PREFIX = 'pins:';

/** The key of the pins of a conversation. */
export const pinsKey = (conversation: string) => `${PINS_PREFIX}${conversation}`;

const SUMMARIES_PREFIX = 'summary:';

/** The key of the summary of a conversation. */
export const summaryKey = (conversation: string) => `${SUMMARIES_PREFIX}${conversation}`;

/** The keys of the conversations of all channels that got another id begin with this. */
export const MOVES_PREFIX = 'alias:';

/** The key of the conversation of a channel that got another id. */
export const channelMoveKey = (channel: Channel) => `${MOVES_PREFIX}${channelKey(channel)}`;

/**
 * The key that marks a message as accepted, so that a second delivery is ignored. Contains the time,
 * because a server without a store numbers its messages from 1 again after a restart.
 */
export const seenKey = ({ channel, id, sentAt }: ChatMessage) =>
  `seen:${messageKey(channel, id)}:${sentAt}`;

const WRITERS_PREFIX = 'writers:';

/** The key of the people who have written in a thread. */
export const writersKey = (conversation: string) => `${WRITERS_PREFIX}${conversation}`;

const NEARBY_PREFIX = 'nearby:';

/** The key of the nearby messages of a channel. */
export const nearbyKey = (conversation: string) => `${NEARBY_PREFIX}${conversation}`;

/** The key of the conversation of a message whose answer opens a thread, so that its turn is not in the conversation of its channel. */
export const homeKey = (channel: Channel, messageId: string) =>
  `home:${messageKey(channel, messageId)}`;

/** The time for which a message stays marked. Longer than any network repeats a delivery: Telegram keeps updates for a day. */
export const SEEN_TTL_MS = 2 * 24 * 60 * 60 * 1000;

const CONVERSATION_PREFIXES = [
  HEADS_PREFIX,
  PINS_PREFIX,
  SUMMARIES_PREFIX,
  WRITERS_PREFIX,
  NEARBY_PREFIX,
];

/** The conversation that a key is about. `undefined`: it is about none, or names it in another way. */
export function conversationOfKey(key: string): string | undefined {
  if (key.startsWith(TURNS_PREFIX)) return key.slice(TURNS_PREFIX.length, key.lastIndexOf('#'));
  const prefix = CONVERSATION_PREFIXES.find((each) => key.startsWith(each));
  return prefix && key.slice(prefix.length);
}
