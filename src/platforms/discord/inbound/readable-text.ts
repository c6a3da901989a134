import type { APIUser } from 'discord.js';
import type { GuildCache } from './guild-cache.ts';

/** A user as a message mentions them. */
export type Mentioned = Pick<APIUser, 'id' | 'username' | 'global_name'> & {
  readonly member?: { readonly nick?: string | null };
};

/** What the marks of a text stand for. */
export interface Marks {
  readonly known: GuildCache;
  readonly serverId: string | undefined;
  readonly mentions: readonly Mentioned[];
}

/** `<@1>`, `<@!1>`, `<@&1>`, `<#1>` or `</name:1>` or `<:name:1>`, `<a:name:1>` or `<t:1>`, `<t:1:R>` */
const MARK = /<(?:(@[!&]?|#)(\d+)|(\/[^<>:]+):\d+|a?(:\w+:)\d+|t:(-?\d+)(?::\w)?)>/g;

/** Discord's marks as people see them. */
export function readableText(text: string, marks: Marks): string {
  return text.replace(
    MARK,
    (mark, sign?: string, id = '', command?: string, emoji?: string, seconds?: string) => {
      if (sign === '#') return `#${marks.known.channel(id)?.name ?? 'channel'}`;
      if (sign === '@&')
        return `@${(marks.serverId && marks.known.roleName(marks.serverId, id)) || 'role'}`;
      if (sign) return `@${mentionedName(id, marks.mentions) ?? 'someone'}`;
      return command ?? emoji ?? readableTime(Number(seconds), mark);
    },
  );
}

/** Takes the bot's own mention out, with a comma or colon behind one that begins the text. */
export function withoutOwnMention(text: string, own: RegExp): string {
  return text
    .replace(new RegExp(`^\\s*(?:${own.source}\\s*)+[,:]?`), '')
    .replace(new RegExp(`[ \\t]*${own.source}[ \\t]*`, 'g'), ' ')
    .trim();
}

/** Matches the mention of the bot or of its own role. */
export function ownMention({ ownId, ownRole }: GuildCache, serverId: string | undefined): RegExp {
  const role = serverId === undefined ? undefined : ownRole(serverId);
  return new RegExp(`(?:<@!?${ownId}>${role ? `|<@&${role}>` : ''})`);
}

function mentionedName(id: string, mentions: readonly Mentioned[]): string | undefined {
  const user = mentions.find((mentioned) => mentioned.id === id);
  return user?.member?.nick ?? user?.global_name ?? user?.username;
}

function readableTime(seconds: number, mark: string): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime())
    ? mark
    : `${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
