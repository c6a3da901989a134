import type { Access, AccessDecision } from '../contracts/access.ts';

/** Ids as the configuration lists them: `12345`, or `telegram:12345` where two networks might use the same one. */
export interface AccessLists {
  readonly admins: readonly string[];
  readonly allowedUsers: readonly string[];
  readonly allowedChats: readonly string[];
}

const ALLOWED: AccessDecision = { allowed: true };

/**
 * Admins are let in everywhere, listed people too, and everybody in listed chats. While the lists name nothing on a platform,
 * everybody is let in on its servers: somebody who runs one has invited the bot there. Anybody can write to a bot directly or add it
 * to a Telegram group, so that alone opens nothing: a public bot would spend its owner's key.
 */
export function createAccess(lists: AccessLists): Access {
  const admins = new Set(lists.admins);
  const users = new Set(lists.allowedUsers);
  const chats = new Set(lists.allowedChats);
  /** Ids of another network leave this one as open as it was. */
  const isListed = (platform: string) =>
    [...users, ...chats].some((entry) => !entry.includes(':') || entry.startsWith(`${platform}:`));
  const has = (set: ReadonlySet<string>, platform: string, id: string | undefined) =>
    id !== undefined && (set.has(id) || set.has(`${platform}:${id}`));

  return {
    check(author, { platform, id, kind, server, parentId }) {
      if (has(admins, platform, author.id) || has(users, platform, author.id)) return ALLOWED;
      if ([id, parentId, server].some((place) => has(chats, platform, place))) return ALLOWED;
      if (server !== undefined && !isListed(platform)) return ALLOWED;
      return { allowed: false, denied: kind === 'direct' ? 'person' : 'chat' };
    },
    isAdmin: ({ id, isServerAdmin }, { platform }) => isServerAdmin || has(admins, platform, id),
    moveChannel(from, to) {
      if (has(chats, from.platform, from.id)) chats.add(`${to.platform}:${to.id}`);
    },
  };
}
