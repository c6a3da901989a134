import { stopDraft } from '../people/press.ts';
import { react } from '../people/react.ts';
import { findRoom } from '../people/rooms.ts';
import { findAuthor } from '../people/say.ts';
import { setTopicClosed } from '../topics.ts';
import type { World } from '../world.ts';
import type { LoggedCall } from './call-log.ts';
import { createChannelControls } from './channels.ts';
import { createMembershipControls } from './membership.ts';
import { migrate } from './migrate.ts';
import { createSpecialPosts } from './special-posts.ts';
import type { TelegramControls } from './telegram-controls.ts';

/** Creates the switches that only tests use. `calls` are those that the server recorded. */
export function createControls(world: World, calls: readonly LoggedCall[]): TelegramControls {
  return {
    ...createMembershipControls(world),
    ...createSpecialPosts(world),
    ...createChannelControls(world),
    calls,
    previews: world.previews,
    faults: world.faults,
    fullestWindows: world.rateLimits.fullestWindows,
    setPrivacy(on) {
      world.isPrivacyOn = on;
    },
    setGuestMode(on) {
      world.guests.isOn = on;
    },
    stopDraft: (roomId, authorId) => stopDraft(world, roomId, findAuthor(world, authorId).id),
    migrate: (roomId) => migrate(world, roomId),
    closeTopic: (roomId) => setClosed(world, roomId, true),
    reopenTopic: (roomId) => setClosed(world, roomId, false),
    redeliver: (updateId) => world.updates.redeliver(updateId),
    react: (roomId, messageId, emoji) => react(world, { roomId, messageId, emoji }),
  };
}

function setClosed(world: World, roomId: string, closed: boolean): void {
  const { chat, threadId } = findRoom(world, roomId, world.me.id);
  const topic = chat.topics.get(threadId ?? 0);
  if (!topic) throw new Error(`Room ${roomId} is not a topic.`);
  setTopicClosed(world, chat, topic, closed, world.me);
}
