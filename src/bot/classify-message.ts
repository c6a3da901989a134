import type { Access } from '../contracts/access.ts';
import type { ChatMessage } from '../contracts/chat-message.ts';
import type { ScopeSettings, SettingsOf } from '../contracts/settings.ts';
import type { DeclineReason } from '../contracts/trace.ts';
import { hasContent } from '../lib/has-content.ts';

/** The rules that decide about a message. */
export interface MessageRules {
  readonly access: Pick<Access, 'check' | 'may'>;
  readonly settingsOf: SettingsOf;
}

/** Gives the reason why a message is not a question for the bot. `undefined`: it is a question. */
export function classifyMessage(
  message: ChatMessage,
  { access, settingsOf }: MessageRules,
): DeclineReason | undefined {
  const { author, channel, quoted } = message;
  const settings = settingsOf(channel);
  const ignored = ignoredAuthor(message, settings) ?? unaddressed(message, settings);
  if (ignored) return ignored;

  const decision = access.check(author, channel);
  if (!decision.allowed) {
    const personId = `${channel.platform}:${author.id}`;
    return { kind: 'denied', denied: decision.denied, personId };
  }

  const hasAnything = hasContent(message) || (quoted !== undefined && hasContent(quoted));
  return hasAnything ? undefined : { kind: 'wordless' };
}

/** Tells whether a person wrote the message, directly or through a proxy. */
export function isFromPerson({ author, origin }: ChatMessage): boolean {
  return origin === 'proxy' || (origin === undefined && !author.isBot);
}

function ignoredAuthor(
  { author, origin }: ChatMessage,
  { acceptsProxies, answersChannelPosts, answeredBots }: ScopeSettings,
): DeclineReason | undefined {
  if (origin === 'proxy') return acceptsProxies ? undefined : { kind: 'proxy' };
  if (origin === 'channel') return answersChannelPosts ? undefined : { kind: 'post' };
  return author.isBot && !answeredBots.includes(author.id) ? { kind: 'bot' } : undefined;
}

function unaddressed(message: ChatMessage, { followUp }: ScopeSettings): DeclineReason | undefined {
  const { addressed, isForOthers = false } = message;
  if (!addressed) return { kind: 'unaddressed' };
  // A bot that replies to each message of this bot asks nothing: the two bots would never stop.
  if (!isFromPerson(message) && addressed !== 'mention' && addressed !== 'direct') {
    return { kind: 'unaddressed' };
  }
  // In a thread of its own, the bot is addressed without a mention.
  if (addressed !== 'thread') return undefined;
  if (followUp === 'never') return { kind: 'unaddressed' };
  return isForOthers ? { kind: 'others' } : undefined;
}
