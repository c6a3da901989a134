import type { ChatMessage } from '../../../contracts/chat-message.ts';
import { omitUndefined } from '../../../lib/omit-undefined.ts';
import type { GuildCache } from './guild-cache.ts';
import type { RawMessage } from './raw-message.ts';
import { ownMentionPattern } from './readable-text.ts';
import { withoutCode } from './split-code.ts';

/** Discord's type of a reply. */
const REPLY = 19;
const USER_MENTION = /<@!?(\d+)>/g;
const ROLE_MENTION = /<@&(\d+)>/g;
const EVERYBODY = /@(?:everyone|here)\b/;

/** The people that a message addresses. */
type Addressing = Pick<ChatMessage, 'addressed' | 'isForOthers'>;

/** Says whether a message addresses the bot, and whether it addresses somebody else. */
export function readAddressing(message: RawMessage, cache: GuildCache): Addressing {
  const { guild_id: serverId, content = '' } = message;
  if (serverId === undefined) return { addressed: 'direct' };

  const visibleText = withoutCode(content);
  if (mentionsBot(message, visibleText, cache)) return { addressed: 'mention' };
  if (isReplyTo(message, cache.ownId)) return { addressed: 'reply' };

  const isOwnThread = cache.channel(message.channel_id)?.ownerId === cache.ownId;
  const isForOthers = answersOthers(message) || mentionsOthers(message, visibleText);
  return omitUndefined({
    addressed: isOwnThread ? ('thread' as const) : (false as const),
    isForOthers: isForOthers || undefined,
  });
}

/**
 * Discord lists each mention that a text contains, also in code, where people see no mention. The list
 * counts for a text without any: the bot may not read the content, or Discord sends none.
 */
function mentionsBot(message: RawMessage, visibleText: string, cache: GuildCache): boolean {
  const { guild_id: serverId, mentions, mention_roles: roleIds, content = '' } = message;

  const ownMention = ownMentionPattern(cache, serverId);
  if (ownMention.test(content)) return ownMention.test(visibleText);

  // A reply pings the author of the message that it answers: the list of mentions has the bot,
  // although the text does not.
  const isListed =
    mentions?.some(({ id }) => id === cache.ownId) === true && !isReplyTo(message, cache.ownId);
  const ownRoleId = serverId === undefined ? undefined : cache.ownRoleId(serverId);
  const isRoleListed = ownRoleId !== undefined && roleIds?.includes(ownRoleId) === true;
  return isListed || isRoleListed;
}

function isReplyTo({ type, referenced_message: quoted }: RawMessage, userId: string): boolean {
  return type === REPLY && quoted?.author?.id === userId;
}

function answersOthers(message: RawMessage): boolean {
  const { type, author, referenced_message: quoted } = message;
  return type === REPLY && quoted?.author !== undefined && quoted.author.id !== author?.id;
}

function mentionsOthers(message: RawMessage, visibleText: string): boolean {
  const { author, mention_everyone: isForEverybody, mention_roles: roleIds = [] } = message;

  const people = [...visibleText.matchAll(USER_MENTION)].map(([, id]) => id);
  if (people.some((id) => id !== author?.id)) return true;
  if (isForEverybody === true && EVERYBODY.test(visibleText)) return true;
  return [...visibleText.matchAll(ROLE_MENTION)].some(([, id]) => roleIds.includes(id ?? ''));
}
