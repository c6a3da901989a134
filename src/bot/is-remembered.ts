import type { ChatMessage } from '../contracts/chat-message.ts';
import type { People } from '../contracts/settings.ts';

/** Tells whether later prompts, and those of other people, may hold the words of a message's author. */
export function isRemembered(
  people: Pick<People, 'settings'>,
  { author, channel }: Pick<ChatMessage, 'author' | 'channel'>,
): boolean {
  return people.settings(channel.platform, author.id).isRemembered !== false;
}
