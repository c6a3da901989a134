import type { StoredMessage } from './stored-message.ts';
import type { Entity, User } from './wire.ts';

/** The ids of the users in a chat, other than the author, whom a message mentions. */
export function findPings(
  message: StoredMessage,
  users: readonly User[],
  isMember: (userId: number) => boolean,
): readonly number[] {
  const mentioned = message.entities.flatMap((entity) => findMentioned(message, entity, users));
  return [...new Set(mentioned)].filter((id) => id !== message.from.id && isMember(id));
}

function findMentioned(
  { text }: StoredMessage,
  { type, user, offset, length }: Entity,
  users: readonly User[],
): readonly number[] {
  if (type === 'text_mention') return user ? [user.id] : [];
  if (type !== 'mention') return [];

  // Without the @ at the beginning.
  const username = text.slice(offset + 1, offset + length).toLowerCase();
  return users
    .filter((candidate) => candidate.username?.toLowerCase() === username)
    .map(({ id }) => id);
}
