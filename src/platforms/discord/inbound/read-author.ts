import type { APIUser } from 'discord.js';
import type { Author } from '../../../contracts/chat-message.ts';
import { type GuildCache, MANAGES_SERVER } from './guild-cache.ts';

/** A member as events show one: interactions with their permissions, messages without. */
export interface RawMember {
  readonly nick?: string | null;
  readonly roles?: readonly string[];
  readonly permissions?: string;
}

export type RawUser = Pick<APIUser, 'id' | 'username'> & {
  readonly global_name?: string | null;
  readonly bot?: boolean;
};

export function readAuthor(
  user: RawUser,
  {
    known,
    serverId,
    member,
    locale,
  }: { known: GuildCache; serverId?: string | undefined; member?: RawMember; locale?: string },
): Author {
  const roles = member?.roles ?? [];
  return {
    id: user.id,
    name: member?.nick ?? user.global_name ?? user.username,
    isBot: user.bot ?? false,
    isServerAdmin: serverId !== undefined && isServerAdmin(),
    roles,
    ...(locale && { locale }),
  };

  function isServerAdmin(): boolean {
    if (member?.permissions !== undefined)
      return (BigInt(member.permissions) & MANAGES_SERVER) !== 0n;
    return known.managesServer(serverId as string, user.id, roles);
  }
}
