import type { Access, AccessDecision } from '../contracts/access.ts';

/** The operator's lists. An id is a number, or `telegram:12345` for one network only. */
interface AccessLists {
  readonly admins: readonly string[];
  readonly allowedUsers: readonly string[];
  readonly allowedChats: readonly string[];
}

const ALLOWED: AccessDecision = { allowed: true };

/**
 * Creates the access rules. Admins and listed people may use the bot everywhere,
 * and everybody in listed chats. If the lists name nothing on a platform, everybody
 * may use the bot on its servers, because the owner of a server has invited it.
 * Anybody can write to a bot directly or add it to a Telegram group, so nobody may
 * use it there without a list: a public bot would spend its owner's key.
 */
export function createAccess(lists: AccessLists): Access {
  const admins = new Set(lists.admins);
  const users = new Set(lists.allowedUsers);
  const chats = new Set(lists.allowedChats);
  /** Tells whether the lists name something on a platform. Ids of other platforms do not count. */
  const hasList = (platform: string) =>
    [...users, ...chats].some((entry) => !entry.includes(':') || entry.startsWith(`${platform}:`));
  const includes = (set: ReadonlySet<string>, platform: string, id: string | undefined) =>
    id !== undefined && (set.has(id) || set.has(`${platform}:${id}`));

  return {
    check(author, { platform, id, kind, server, parentId }) {
      if (includes(admins, platform, author.id) || includes(users, platform, author.id))
        return ALLOWED;
      if ([id, parentId, server].some((chat) => includes(chats, platform, chat))) return ALLOWED;
      if (server !== undefined && !hasList(platform)) return ALLOWED;
      return { allowed: false, denied: kind === 'direct' ? 'person' : 'chat' };
    },
    isAdmin: ({ id, isServerAdmin }, { platform }) =>
      isServerAdmin || includes(admins, platform, id),
    moveChannel(from, to) {
      if (includes(chats, from.platform, from.id)) chats.add(`${to.platform}:${to.id}`);
    },
  };
}
