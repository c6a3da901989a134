import type { Channel, World } from './world.ts';

/** The direct channel of the bot and one person; made when it is first asked for. */
export function openDirect(world: World, userId: string, id?: string): Channel {
  const known = [...world.channels.values()].find(
    (channel) => channel.kind === 'direct' && channel.recipients.includes(userId),
  );
  if (known) return known;
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
