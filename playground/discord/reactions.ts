import { ApiError } from './api-error.ts';
import type { Message } from './message.ts';
import type { World } from './world.ts';

/** The most different emoji on one message. */
const MAX_EMOJI = 20;
/** An emoji of a server, as `name:id`. */
const CUSTOM_EMOJI = /^\w{2,32}:\d{1,20}$/;

/** True when a text is one emoji as reactions have it. */
export function isEmoji(text: string): boolean {
  return CUSTOM_EMOJI.test(text) || /^\p{RGI_Emoji}$/v.test(text) || isEmojiWithoutSelector(text);
}

/** Discord also takes emoji without their variation selector. */
function isEmojiWithoutSelector(text: string): boolean {
  return /^\p{RGI_Emoji}$/v.test(`${text}\u{fe0f}`);
}

/**
 * Adds or takes back one user's reaction, and tells everybody. A reaction that is there already, or
 * was not there, is no error.
 *
 * @throws An `ApiError` when the message has too many different ones.
 */
export function setReaction(
  world: World,
  message: Message,
  { emoji, userId, isSet }: { emoji: string; userId: string; isSet: boolean },
): void {
  const users = message.reactions.get(emoji) ?? new Set<string>();
  if (users.has(userId) === isSet) return;

  if (isSet) {
    if (users.size === 0 && message.reactions.size >= MAX_EMOJI) throw ApiError.tooManyReactions();
    message.reactions.set(emoji, users.add(userId));
  } else {
    users.delete(userId);
    if (users.size === 0) message.reactions.delete(emoji);
  }
  world.publish({ kind: 'reaction', added: isSet, message, emoji, userId });
}
