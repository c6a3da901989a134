import type { LocalNetwork } from '../../local-network.ts';
import { toPerson, toShownDraft, toShownMessage } from '../to-shown.ts';
import type { World } from '../world.ts';
import { press } from './press.ts';
import { findRoom, listRooms } from './rooms.ts';
import { edit, findAuthor, remove, say } from './say.ts';

/** What all local networks can do, without the server behind it. */
export function createClientSide(
  world: World,
): Omit<LocalNetwork, 'name' | 'apiUrl' | 'token' | 'stop'> {
  return {
    me: toPerson(world.me),
    bot: toPerson(world.bot),
    people: () => [...world.users.values()].map(toPerson),
    rooms: () => listRooms(world),
    history(roomId, viewerId) {
      const { chat, threadId } = findRoom(world, roomId, findAuthor(world, viewerId).id);
      const messages = [...chat.messages.values()].filter(
        (message) => message.threadId === threadId,
      );
      const draft = world.drafts.get(chat, threadId);
      const shown = messages.map((message) => toShownMessage(chat, message));
      return draft ? [...shown, toShownDraft(world.bot, draft)] : shown;
    },
    file(roomId, messageId, index) {
      const { chat } = findRoom(world, roomId, world.me.id);
      return index === 0 ? chat.messages.get(Number(messageId))?.attachment?.file.bytes : undefined;
    },
    commands(roomId) {
      const { chat } = findRoom(world, roomId, world.me.id);
      const language = world.me.language_code ?? '';
      const offered = world.commands.findFor(chat, world.me.id, chat.owner === world.me, language);
      return offered.map(({ command, description }) => ({
        name: command,
        description,
        options: [],
      }));
    },
    say: async (message) => say(world, message),
    edit: async (roomId, messageId, text) => edit(world, roomId, messageId, text),
    remove: async (roomId, messageId) => remove(world, roomId, messageId),
    async run({ roomId, authorId, name, options }) {
      const { chat } = findRoom(world, roomId, findAuthor(world, authorId).id);
      const address = chat.type === 'private' ? '' : `@${world.bot.username}`;
      const text = [`/${name}${address}`, ...Object.values(options ?? {})].join(' ').trim();
      say(world, { roomId, text, ...(authorId !== undefined && { authorId }) });
    },
    complete: async () => [],
    press: (pressed) => press(world, pressed),
    isOnline: () => world.updates.isOnline,
    watch: (listener) => world.watch(listener),
  };
}
