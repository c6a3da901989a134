import type { Channel, World } from './world.ts';

/**
 * The direct channel of the bot and one person. It is created when it is opened for the first time.
 */
export function openDirect(world: World, userId: string, id?: string): Channel {
  const existing = [...world.channels.values()].find(
    ({ kind, recipients }) =>
      kind === 'direct' && recipients.includes(userId) && recipients.includes(world.botId),
  );
  if (existing) return existing;

  const channel: Channel = {
    id: id ?? world.nextId(),
    kind: 'direct',
    name: world.users.get(userId)?.name ?? userId,
    recipients: [userId, world.botId],
    overwrites: [],
    messages: new Map(),
  };
  world.channels.set(channel.id, channel);
  world.publish({ kind: 'channel-created', channel });
  return channel;
}
