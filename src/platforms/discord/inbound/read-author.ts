import { createHash } from 'node:crypto';
import type { Author } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import { toOneLine } from '../../../lib/to-one-line.ts';
import { mayManageMessages } from './channel-permissions.ts';
import { type GuildCache, MANAGES_SERVER } from './guild-cache.ts';
import type { RawUser } from './raw-content.ts';
import type { RawMember, RawMessage } from './raw-message.ts';

interface AuthorContext {
  readonly cache: GuildCache;
  /** `undefined`: a direct message. */
  readonly serverId: string | undefined;
  readonly channelId: string;
  readonly member?: RawMember | undefined;
  readonly locale?: string | undefined;
}

/**
 * The applications that show a person's words through a webhook, under a name of the person's choice,
 * and delete the original: PluralKit and Tupperbox.
 */
const PROXY_APPLICATIONS: readonly string[] = ['466378653216014359', '431544605209788416'];
const PERSONA_LENGTH = 12;

/**
 * The author of a message or an interaction. The name is the one on the server, else that of the
 * account.
 */
export function readAuthor(user: RawUser, context: AuthorContext): Author {
  const { cache, serverId, member, locale } = context;
  // Without its member, a message does not say what its author is called on the server.
  const knownName = serverId && !member ? cache.memberName(serverId, user.id) : undefined;
  const name = member?.nick ?? knownName ?? user.global_name ?? user.username ?? '';
  return omitUndefined({
    id: user.id,
    name: toOneLine(name) || 'someone',
    isBot: user.bot ?? false,
    isServerAdmin: isServerAdmin(user.id, context),
    isModerator: isModerator(user.id, context) || undefined,
    roles: member?.roles ?? [],
    locale: locale || (user.bot ? undefined : cache.locale(user.id, serverId)),
  });
}

/** The author of a message. `undefined`: the message has none. */
export function readMessageAuthor(message: RawMessage, cache: GuildCache): Author | undefined {
  const { author: user, guild_id: serverId, channel_id: channelId, member } = message;
  const { webhook_id: webhookId } = message;
  if (!user) return undefined;

  const author = readAuthor(user, { cache, serverId, channelId, member });
  if (isProxied(message)) return { ...author, id: personaId(message, author.name), isBot: false };
  return { ...author, isBot: author.isBot || webhookId !== undefined };
}

/** True for the words of a person that PluralKit or Tupperbox shows. */
export function isProxied({ webhook_id, application_id }: RawMessage): boolean {
  return webhook_id !== undefined && PROXY_APPLICATIONS.includes(application_id ?? '');
}

/**
 * The webhooks of a proxy are shared by all personas, and there is one for each channel, so only the name
 * tells people apart. It is hashed because ids have no spaces.
 */
function personaId({ application_id, guild_id: serverId }: RawMessage, name: string): string {
  const persona = createHash('sha256').update(`${serverId} ${name}`).digest('hex');
  return `${application_id}-${persona.slice(0, PERSONA_LENGTH)}`;
}

function isServerAdmin(userId: string, { cache, serverId, member }: AuthorContext): boolean {
  if (serverId === undefined) return false;
  if (member?.permissions !== undefined) {
    return (BigInt(member.permissions) & MANAGES_SERVER) !== 0n;
  }
  return cache.managesServer(serverId, userId, member?.roles ?? []);
}

/** The permissions of an interaction are those in its channel. */
function isModerator(
  userId: string,
  { cache, serverId, channelId, member }: AuthorContext,
): boolean {
  if (serverId === undefined) return false;
  if (member?.permissions !== undefined) return mayManageMessages(BigInt(member.permissions));
  return cache.canModerate(channelId, { serverId, userId, roleIds: member?.roles ?? [] });
}
