import { changeBotMember } from '../change-bot-member.ts';
import { createChat } from '../chat.ts';
import { findGroup } from '../people/rooms.ts';
import { findAuthor } from '../people/say.ts';
import type { World } from '../world.ts';
import type { TelegramControls } from './telegram-controls.ts';

type MembershipControls = Pick<
  TelegramControls,
  'blockBot' | 'kickBot' | 'addBot' | 'promoteBot' | 'restrictBot' | 'addPerson'
>;

/** Creates the switches by which people add the bot to a chat, remove it or make it an admin. */
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
    addBot(roomId) {
      const chat = findGroup(world, roomId);
      // A bot receives two updates: its changed membership, and the service message.
      world.setBotStatus(chat, 'member', world.me);
      const message = world.postMessage(chat, {
        from: world.me,
        extra: { new_chat_members: [world.bot] },
      });
      world.deliverMessage('message', chat, message);
    },
    restrictBot: (roomId, forbidden) =>
      changeBotMember(
        world,
        findGroup(world, roomId),
        { botForbidden: new Set(forbidden) },
        world.me,
      ),
    addPerson(name, { isAdmin = false } = {}) {
      const id = Math.max(...[...world.users.values()].map((user) => user.id)) + 1;
      const username = name.toLowerCase();
      const person = { id, is_bot: false, first_name: name, username, language_code: 'en' };
      world.users.set(id, person);
      for (const chat of world.chats.values()) {
        if (chat.type !== 'group' && chat.type !== 'supergroup') continue;
        chat.members.add(id);
        if (isAdmin) chat.adminIds.add(id);
      }
      world.chats.set(
        id,
        createChat({ id, type: 'private', title: world.bot.first_name, owner: person }),
      );
      world.emit({ kind: 'rooms' });
      return `${id}`;
    },
    promoteBot: (roomId) => world.setBotStatus(findGroup(world, roomId), 'administrator', world.me),
  };
}
