import type { AllowedMentions } from './forms/message-form.ts';
import { messageFlag } from './message.ts';
import { hasPermission } from './permissions.ts';
import type { Channel, World } from './world.ts';

export interface Mentions {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
  /** Whom the message notifies. */
  readonly pings: readonly string[];
}

interface Source {
  readonly authorId: string;
  readonly content: string;
  readonly flags: number;
  readonly allowed: AllowedMentions;
  /** Author of the message that is replied to. */
  readonly repliedUserId?: string | undefined;
}

/** The mentions of a text, as far as they exist and are allowed, and whom they notify. */
export function findMentions(world: World, channel: Channel, source: Source): Mentions {
  const { authorId, content, allowed, repliedUserId } = source;
  const guild = world.guilds.get(channel.guildId ?? '');
  const permits = (rule: 'all' | readonly string[], id: string) =>
    rule === 'all' || rule.includes(id);
  const found = (pattern: RegExp) => [
    ...new Set([...content.matchAll(pattern)].map((match) => match[1] ?? '')),
  ];

  const users = found(/<@!?(\d+)>/g).filter(
    (id) => world.users.has(id) && permits(allowed.users, id),
  );
  const roles = found(/<@&(\d+)>/g).filter(
    (id) => guild?.roles.some((role) => role.id === id) && permits(allowed.roles, id),
  );
  const everyone =
    guild !== undefined &&
    allowed.everyone &&
    /@(everyone|here)\b/.test(content) &&
    hasPermission(world, channel, authorId, 'mentionEveryone');
  if (repliedUserId !== undefined && allowed.repliedUser && !users.includes(repliedUserId))
    users.push(repliedUserId);

  const members = [...(guild?.members ?? [])];
  const notified = [
    ...users,
    ...members
      .filter(([, held]) => everyone || held.some((id) => roles.includes(id)))
      .map(([id]) => id),
  ];
  const silent = (source.flags & messageFlag.suppressNotifications) !== 0;
  const pings = silent
    ? []
    : [...new Set(notified)].filter(
        (id) => id !== authorId && hasPermission(world, channel, id, 'viewChannel'),
      );
  return { users, roles, everyone, pings };
}
