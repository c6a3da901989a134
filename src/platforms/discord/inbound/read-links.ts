import type { MessageLocation } from '../../../contracts/chat-message.ts';
import type { GuildCache } from './guild-cache.ts';
import type { RawMessage } from './raw-message.ts';
import { isProxied } from './read-author.ts';
import { withoutCode } from './split-code.ts';

/** The link that Discord's apps copy for a message, in all of its versions. */
const MESSAGE_LINK =
  /\bhttps?:\/\/(?:(?:www|ptb|canary)\.)?discord(?:app)?\.com\/channels\/(\d{1,20}|@me)\/(\d{1,20})\/(\d{1,20})\b/gi;
const MAX_LINKS = 3;

/** A message that a link names. */
export interface LinkedMessage extends MessageLocation {
  /** `@me` for direct messages. */
  readonly serverId: string;
}

/** Lists the messages that a text links to, outside of code. */
export function findMessageLinks(content: string): readonly LinkedMessage[] {
  const links = [...withoutCode(content).matchAll(MESSAGE_LINK)].map(
    ([, serverId = '', channelId = '', messageId = '']) => ({ serverId, channelId, messageId }),
  );
  const byMessage = new Map(links.map((link) => [link.messageId, link]));
  return [...byMessage.values()].slice(0, MAX_LINKS);
}

/**
 * The messages that a message links to, and that its author may read: the bot must not carry the words
 * of a hidden channel, or of another server, to somebody who cannot see it. `undefined`: there are none.
 */
export function readLinks(
  message: RawMessage,
  cache: GuildCache,
): readonly MessageLocation[] | undefined {
  const { guild_id: serverId, channel_id: ownChannelId, author, member } = message;
  const person = {
    serverId: serverId ?? '',
    userId: author?.id ?? '',
    roleIds: member?.roles ?? [],
  };

  const isReadable = ({ serverId: linkedServer, channelId }: LinkedMessage) => {
    if (channelId === ownChannelId) return linkedServer === (serverId ?? '@me');
    return linkedServer === serverId && cache.canRead(channelId, person);
  };

  const links = findMessageLinks(linkingText(message))
    .filter((link) => link.messageId !== message.id && isReadable(link))
    .map(({ channelId, messageId }) => ({ channelId, messageId }));
  return links.length > 0 ? links : undefined;
}

/** Webhooks cannot reply: proxies link to the message that a person replied to, in an embed. */
function linkingText(message: RawMessage): string {
  const { content = '', embeds = [] } = message;
  const replies = isProxied(message) ? embeds.map(({ description = '' }) => description) : [];
  return [content, ...replies].join('\n');
}
