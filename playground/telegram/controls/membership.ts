import { findGroup } from '../people/rooms.ts';
import { findAuthor } from '../people/say.ts';
import type { World } from '../world.ts';
import type { TelegramControls } from './telegram-controls.ts';

type MembershipControls = Pick<TelegramControls, 'blockBot' | 'kickBot' | 'addBot' | 'promoteBot'>;

/** The switches by which people let the bot into a chat and throw it out. */
export function createMembershipControls(world: World): MembershipControls {
  return {
    blockBot(authorId) {
      const chat = world.chats.get(findAuthor(world, authorId).id);
      if (chat) world.setBotStatus(chat, 'kicked', chat.owner);
    },
    kickBot(roomId) {
      const chat = findGroup(world, roomId);
      world.postMessage(chat, { from: world.me, extra: { left_chat_member: world.bot } });
      world.setBotStatus(chat, 'kicked', world.me);
    },
    /** Bots are told twice: that their membership changed, and by the service message. */
    addBot(roomId) {
      const chat = findGroup(world, roomId);
      world.setBotStatus(chat, 'member', world.me);
      const message = world.postMessage(chat, {
        from: world.me,
        extra: { new_chat_members: [world.bot] },
      });
      world.deliverMessage('message', chat, message);
    },
    promoteBot: (roomId) => world.setBotStatus(findGroup(world, roomId), 'administrator', world.me),
  };
}
