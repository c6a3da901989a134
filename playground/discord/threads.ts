import { ApiError } from './api-error.ts';
import { defaultMentions } from './forms/message-form.ts';
import { messageFlag } from './message.ts';
import { createMessage } from './messages.ts';
import { hasPermission, requirePermissions } from './permissions.ts';
import type { Channel, World } from './world.ts';

/** Discord's type of the first message in a thread that hangs on a message. */
export const THREAD_STARTER_MESSAGE = 21;
const MAX_ACTIVE_THREADS = 1_000;
const THREE_DAYS_IN_MINUTES = 4320;

/**
 * Checks that a user may send messages in a channel.
 *
 * @throws An `ApiError` as Discord answers when that is not allowed.
 */
export function requirePosting(world: World, channel: Channel, userId: string): void {
  requirePermissions(
    world,
    channel,
    userId,
    channel.kind === 'thread' ? 'sendInThreads' : 'sendMessages',
  );
  if (channel.thread?.locked && !hasPermission(world, channel, userId, 'manageThreads'))
    throw ApiError.threadLocked();
}

/** Unarchives a thread, as every message that is sent into an archived one does. */
export function reviveThread(world: World, channel: Channel): void {
  if (channel.thread?.archived) updateThread(world, channel, { archived: false });
}

/** Changes the state of a thread. Does nothing in other channels. */
export function updateThread(
  world: World,
  channel: Channel,
  change: { archived?: boolean; locked?: boolean; autoArchiveMinutes?: number },
): void {
  if (!channel.thread) return;
  if (change.archived !== undefined) channel.thread.archiveChangedAt = world.clock.now();
  Object.assign(channel.thread, change);
  world.publish({ kind: 'channel-updated', channel });
}

/**
 * Opens a public thread. A thread on a message has that message's `id`.
 *
 * @throws An `ApiError` as Discord answers when there can be no such thread.
 */
export function openThread(
  world: World,
  parent: Channel,
  thread: { name: string; ownerId: string; id?: string; autoArchiveMinutes?: number },
): Channel {
  const hasThreads = parent.kind === 'text' || parent.kind === 'forum';
  if (!hasThreads || parent.guildId === undefined) throw ApiError.wrongChannelType();
  if (thread.id !== undefined && world.channels.has(thread.id)) throw ApiError.threadExists();
  const activeThreads = [...world.channels.values()].filter(
    (channel) => channel.thread && !channel.thread.archived,
  );
  if (activeThreads.length >= MAX_ACTIVE_THREADS) throw ApiError.tooManyThreads();

  const createdAt = world.clock.now();
  const channel: Channel = {
    id: thread.id ?? world.nextId(),
    kind: 'thread',
    name: thread.name,
    guildId: parent.guildId,
    parentId: parent.id,
    recipients: [],
    overwrites: [],
    messages: new Map(),
    thread: {
      ownerId: thread.ownerId,
      createdAt,
      members: new Set([thread.ownerId]),
      archived: false,
      locked: false,
      autoArchiveMinutes: thread.autoArchiveMinutes ?? THREE_DAYS_IN_MINUTES,
      archiveChangedAt: createdAt,
    },
  };
  world.channels.set(channel.id, channel);
  world.publish({ kind: 'channel-created', channel });
  startOnMessage(world, parent, channel);
  return channel;
}

/**
 * Shows a thread under the message that it hangs on, and begins the thread with a message that
 * points there.
 */
function startOnMessage(world: World, parent: Channel, thread: Channel): void {
  const message = parent.messages.get(thread.id);
  if (!message) return;

  message.flags |= messageFlag.hasThread;
  world.publish({ kind: 'message-edited', message, channel: parent });
  createMessage(world, thread, {
    authorId: thread.thread?.ownerId ?? message.authorId,
    form: { allowedMentions: defaultMentions, enforceNonce: false },
    type: THREAD_STARTER_MESSAGE,
    reference: { type: 0, channelId: parent.id, messageId: message.id },
  });
}
