import type { APIUser } from 'discord.js';
import type { Author } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { type GuildCache, MANAGES_SERVER } from './guild-cache.ts';

/** A member of a server in an event. Only interactions bring the permissions. */
export interface RawMember {
  readonly nick?: string | null;
  readonly roles?: readonly string[];
  readonly permissions?: string;
}

/** A user in an event. */
export type RawUser = Pick<APIUser, 'id' | 'username'> & {
  readonly global_name?: string | null;
  readonly bot?: boolean;
};

interface AuthorContext {
  readonly cache: GuildCache;
  /** `undefined`: a direct message. */
  readonly serverId: string | undefined;
  readonly member?: RawMember | undefined;
  readonly locale?: string | undefined;
}

/**
 * The author of a message or an interaction. The name is the one on the server, else that of the
 * account.
 */
export function readAuthor(user: RawUser, context: AuthorContext): Author {
  const { member, locale } = context;
  return omitUndefined({
    id: user.id,
    name: member?.nick ?? user.global_name ?? user.username,
    isBot: user.bot ?? false,
    isServerAdmin: isServerAdmin(user.id, context),
    roles: member?.roles ?? [],
    locale: locale || undefined,
  });
}

function isServerAdmin(userId: string, { cache, serverId, member }: AuthorContext): boolean {
  if (serverId === undefined) return false;
  if (member?.permissions !== undefined) {
    return (BigInt(member.permissions) & MANAGES_SERVER) !== 0n;
  }
  return cache.managesServer(serverId, userId, member?.roles ?? []);
}
