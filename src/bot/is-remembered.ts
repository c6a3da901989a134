import type { ChatMessage } from '../contracts/chat-message.ts';
import type { People } from '../contracts/settings.ts';

/** Tells whether the author of a message lets others' prompts, and later ones, have what they say. */
export function isRemembered(
  people: Pick<People, 'settings'>,
  { author, channel }: Pick<ChatMessage, 'author' | 'channel'>,
): boolean {
  return people.settings(channel.platform, author.id).isRemembered !== false;
}
