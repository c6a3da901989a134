import type { LocalNetwork } from '../../local-network.ts';
import type { LocalTelegram } from '../local-telegram.ts';
import { setTopicClosed } from '../set-topic-closed.ts';
import type { World } from '../world.ts';
import { membershipKnobs } from './membership.ts';
import { migrate } from './migrate.ts';
import { stopDraft } from './press.ts';
import { react } from './react.ts';
import { findSpot } from './rooms.ts';
import { authorOf } from './say.ts';
import { specialPosts } from './special-posts.ts';

/** What only Telegram has. */
export function knobs(world: World): Omit<LocalTelegram, keyof LocalNetwork | 'calls'> {
  return {
    ...membershipKnobs(world),
    ...specialPosts(world),
    previews: world.previews,
    faults: world.faults,
    setPrivacy(on) {
      world.privacy = on;
    },
    stopDraft: (roomId, authorId) => stopDraft(world, roomId, authorOf(world, authorId).id),
    migrate: (roomId) => migrate(world, roomId),
    closeTopic: (roomId) => toggleTopic(world, roomId, true),
    reopenTopic: (roomId) => toggleTopic(world, roomId, false),
    redeliver: (updateId) => world.updates.redeliver(updateId),
    react: (roomId, messageId, emoji) => react(world, roomId, messageId, emoji),
  };
}

function toggleTopic(world: World, roomId: string, closed: boolean): void {
  const { chat, threadId } = findSpot(world, roomId, world.me.id);
  const topic = chat.topics.get(threadId ?? 0);
  if (!topic) throw new Error(`Room ${roomId} is not a topic.`);
  setTopicClosed(world, chat, topic, closed, world.me);
}
