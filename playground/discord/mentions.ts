import type { AllowedMentions } from './forms/message-form.ts';
import { messageFlag } from './message.ts';
import { hasPermission } from './permissions.ts';
import type { Channel, World } from './world.ts';

/** The mentions of a message. */
interface Mentions {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
  /** The ids of the users whom the message notifies. */
  readonly pings: readonly string[];
}

interface MentionSource {
  readonly authorId: string;
  readonly content: string;
  readonly flags: number;
  readonly allowed: AllowedMentions;
  /** The author of the message that is replied to. */
  readonly repliedUserId?: string | undefined;
}

/** Finds the mentions of a text that exist and are allowed, and the users whom they notify. */
export function findMentions(world: World, channel: Channel, source: MentionSource): Mentions {
  const { authorId, content, allowed, repliedUserId } = source;
  const guild = world.guilds.get(channel.guildId ?? '');

  const users = findIds(content, /<@!?(\d+)>/g).filter(
    (id) => world.users.has(id) && isAllowed(allowed.users, id),
  );
  const roles = findIds(content, /<@&(\d+)>/g).filter(
    (id) => guild?.roles.some((role) => role.id === id) && isAllowed(allowed.roles, id),
  );
  const everyone =
    guild !== undefined &&
    allowed.everyone &&
    /@(everyone|here)\b/.test(content) &&
    hasPermission(world, channel, authorId, 'mentionEveryone');
  if (repliedUserId !== undefined && allowed.repliedUser && !users.includes(repliedUserId))
    users.push(repliedUserId);

  const isSilent = (source.flags & messageFlag.suppressNotifications) !== 0;
  const mentionedMembers = [...(guild?.members ?? [])]
    .filter(([, roleIds]) => everyone || roleIds.some((id) => roles.includes(id)))
    .map(([userId]) => userId);
  const notified = isSilent ? [] : [...new Set([...users, ...mentionedMembers])];
  const pings = notified.filter(
    (id) => id !== authorId && hasPermission(world, channel, id, 'viewChannel'),
  );

  return { users, roles, everyone, pings };
}

/** Each id once. */
function findIds(content: string, pattern: RegExp): string[] {
  return [...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

function isAllowed(rule: 'all' | readonly string[], id: string): boolean {
  return rule === 'all' || rule.includes(id);
}
