import type { GuildCache } from './guild-cache.ts';
import type { RawMention } from './raw-content.ts';
import { splitCode } from './split-code.ts';

/** The sources of the names behind the tags of a text. */
export interface NameSources {
  readonly cache: GuildCache;
  readonly serverId: string | undefined;
  readonly mentions: readonly RawMention[];
}

/**
 * Mentions of people (`<@1>`, `<@!1>`), of roles (`<@&1>`), of channels (`<#1>`), of parts of a server
 * (`<id:guide>`) and of commands (`</name:1>`), emoji (`<:name:1>`, `<a:name:1>`), sounds (`<sound:1:2>`)
 * and times (`<t:1>`, `<t:1:R>`).
 */
const TAG = new RegExp(
  `<(?:${[
    '@!?(?<user>\\d+)',
    '@&(?<role>\\d+)',
    '#(?<channel>\\d+)',
    'id:(?<part>[a-z-]+)(?::\\d+)?',
    '(?<command>/[^<>:]+):\\d+',
    'a?(?<emoji>:\\w+:)\\d+',
    '(?<sound>sound):\\d+:\\d+',
    't:(?<seconds>-?\\d+)(?::\\w)?',
  ].join('|')})>`,
  'g',
);

/** Replaces Discord's tags by the text that people see for them. Code has no tags. */
export function readableText(text: string, sources: NameSources): string {
  return splitCode(text)
    .map((piece) => (piece.isLiteral ? piece.text : replaceTags(piece.text, sources)))
    .join('');
}

function replaceTags(text: string, sources: NameSources): string {
  return text.replace(TAG, (tag: string, ...match) => {
    const groups: Readonly<Record<string, string | undefined>> = match.at(-1);
    const { user, role, channel, part, command, emoji, sound, seconds } = groups;

    if (user) return `@${shownName(user, sources) ?? 'someone'}`;
    if (role) return `@${roleName(role, sources) || 'role'}`;
    if (channel) return `#${sources.cache.channel(channel)?.name ?? 'channel'}`;
    if (part) return `#${part}`;
    if (sound) return '[sound]';
    return command ?? emoji ?? readableTime(Number(seconds), tag);
  });
}

/**
 * Removes the bot's own mention, except in code. A comma or colon after a mention at the start goes
 * too.
 */
export function removeOwnMention(text: string, ownMention: RegExp): string {
  const atStart = new RegExp(`^\\s*(?:${ownMention.source}\\s*)+[,:]?`);
  // The lookbehind keeps the search linear: a run of spaces is tried once, not from each of them.
  const anywhere = new RegExp(`(?<![ \\t])[ \\t]*${ownMention.source}[ \\t]*`, 'g');

  return splitCode(text.replace(atStart, ''))
    .map((piece) => (piece.isLiteral ? piece.text : piece.text.replace(anywhere, ' ')))
    .join('')
    .trim();
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

/** The names of people as a message mentions them: on the server, else of the account. */
export function userName(userId: string, { mentions }: Pick<NameSources, 'mentions'>) {
  const user = mentions.find(({ id }) => id === userId);
  return user?.member?.nick ?? user?.global_name ?? user?.username;
}

/** Messages that are read again mention accounts only. */
function shownName(userId: string, { cache, serverId, mentions }: NameSources): string | undefined {
  const hasMember = mentions.some(({ id, member }) => id === userId && member);
  const knownName = serverId && !hasMember ? cache.memberName(serverId, userId) : undefined;
  return knownName ?? userName(userId, { mentions });
}

function roleName(roleId: string, { cache, serverId }: NameSources): string | undefined {
  return serverId ? cache.roleName(serverId, roleId) : undefined;
}

function readableTime(seconds: number, tag: string): string {
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) return tag;
  return `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
