import { toOneLine } from '../../../lib/to-one-line.ts';
import type { UpdateChat } from './readers.ts';

/** The title of a group or channel, or the name of the person in a private chat, on one line. */
export function chatName(chat: Omit<UpdateChat, 'type'>): string {
  const name = chat.title ?? [chat.first_name, chat.last_name].filter(Boolean).join(' ');
  return toOneLine(name);
}
