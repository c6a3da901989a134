import type { Access, AccessDecision } from '../contracts/access.ts';

/** The operator's lists. An id is a number, or `telegram:12345` for one network only. */
interface AccessLists {
  readonly admins: readonly string[];
  readonly allowedUsers: readonly string[];
  readonly allowedChats: readonly string[];
}

const ALLOWED: AccessDecision = { allowed: true };

/**
 * Creates the access rules. Admins and allowed users may use the bot everywhere, and in allowed chats
 * everybody may use it. If the lists allow no user and no chat on a platform, everybody may use the bot
 * on its servers, because the owner of a server has invited it. Direct messages and Telegram groups
 * always need a list: anybody can write to a bot or add it to a group, and a public bot would use up
 * the credit of its operator.
 */
export function createAccess(lists: AccessLists): Access {
  const admins = new Set(lists.admins);
  const users = new Set(lists.allowedUsers);
  const chats = new Set(lists.allowedChats);
  /** Tells whether the lists allow a user or a chat on a platform. Ids of other platforms do not count. */
  const hasList = (platform: string) =>
    [...users, ...chats].some((entry) => !entry.includes(':') || entry.startsWith(`${platform}:`));
  const includes = (set: ReadonlySet<string>, platform: string, id: string | undefined) =>
    id !== undefined && (set.has(id) || set.has(`${platform}:${id}`));

  return {
    check(author, { platform, id, kind, server, parentId }) {
      const isAllowedPerson =
        includes(admins, platform, author.id) || includes(users, platform, author.id);
      if (isAllowedPerson) return ALLOWED;

      const isAllowedChat = [id, parentId, server].some((chat) => includes(chats, platform, chat));
      if (isAllowedChat) return ALLOWED;

      if (server !== undefined && !hasList(platform)) return ALLOWED;
      return { allowed: false, denied: kind === 'direct' ? 'person' : 'chat' };
    },

    isAdmin: ({ id, isServerAdmin }, { platform }) =>
      isServerAdmin || includes(admins, platform, id),
    isModerator: async ({ id, isServerAdmin }, { platform, kind }) =>
      kind === 'direct' || isServerAdmin || includes(admins, platform, id),
    may: async () => true,

    moveChannel(from, to) {
      if (includes(chats, from.platform, from.id)) chats.add(`${to.platform}:${to.id}`);
    },
  };
}
