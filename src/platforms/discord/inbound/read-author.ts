import type { Author } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { type GuildCache, MANAGES_SERVER } from './guild-cache.ts';
import type { RawMember, RawUser } from './raw-message.ts';

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
    name: member?.nick ?? user.global_name ?? user.username ?? 'someone',
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
