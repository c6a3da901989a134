import type { GuildCache } from './guild-cache.ts';
import type { RawMention } from './raw-message.ts';

/** The sources of the names behind the tags of a text. */
interface NameSources {
  readonly cache: GuildCache;
  readonly serverId: string | undefined;
  readonly mentions: readonly RawMention[];
}

/**
 * Mentions of people (`<@1>`, `<@!1>`), of roles (`<@&1>`), of channels (`<#1>`) and of commands
 * (`</name:1>`), emoji (`<:name:1>`, `<a:name:1>`), and times (`<t:1>`, `<t:1:R>`).
 */
const TAG = /<(?:(@[!&]?|#)(\d+)|(\/[^<>:]+):\d+|a?(:\w+:)\d+|t:(-?\d+)(?::\w)?)>/g;

/** Replaces Discord's tags by the text that people see for them. */
export function readableText(text: string, sources: NameSources): string {
  return text.replace(
    TAG,
    (tag, sign?: string, id = '', command?: string, emoji?: string, seconds?: string) => {
      if (sign === '#') return `#${sources.cache.channel(id)?.name ?? 'channel'}`;
      if (sign === '@&') return `@${roleName(id, sources) || 'role'}`;
      if (sign) return `@${userName(id, sources) ?? 'someone'}`;
      return command ?? emoji ?? readableTime(Number(seconds), tag);
    },
  );
}

/** Removes the bot's own mention. A comma or colon after a mention at the start goes too. */
export function removeOwnMention(text: string, ownMention: RegExp): string {
  const atStart = new RegExp(`^\\s*(?:${ownMention.source}\\s*)+[,:]?`);
  // The lookbehind keeps the search linear: a run of spaces is tried once, not from each of them.
  const anywhere = new RegExp(`(?<![ \\t])[ \\t]*${ownMention.source}[ \\t]*`, 'g');
  return text.replace(atStart, '').replace(anywhere, ' ').trim();
}

/** Matches a mention of the bot or of its own role. */
export function ownMentionPattern(
  { ownId, ownRoleId }: GuildCache,
  serverId: string | undefined,
): RegExp {
  const roleId = serverId === undefined ? undefined : ownRoleId(serverId);
  const alternatives = [`<@!?${ownId}>`];
  if (roleId) alternatives.push(`<@&${roleId}>`);
  return new RegExp(`(?:${alternatives.join('|')})`);
}

function roleName(roleId: string, { cache, serverId }: NameSources): string | undefined {
  return serverId ? cache.roleName(serverId, roleId) : undefined;
}

function userName(userId: string, { mentions }: NameSources): string | undefined {
  const user = mentions.find(({ id }) => id === userId);
  return user?.member?.nick ?? user?.global_name ?? user?.username;
}

function readableTime(seconds: number, tag: string): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return tag;
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
