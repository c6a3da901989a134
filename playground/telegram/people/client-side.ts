import type { LocalNetwork } from '../../local-network.ts';
import { personOf, shownDraft, shownMessage } from '../to-shown.ts';
import type { World } from '../world.ts';
import { press } from './press.ts';
import { findSpot, roomsOf } from './rooms.ts';
import { authorOf, edit, remove, say } from './say.ts';

/** What all local networks can do, without the server behind it. */
export function peopleSide(world: World): Omit<LocalNetwork, 'name' | 'apiUrl' | 'token' | 'stop'> {
  return {
    me: personOf(world.me),
    bot: personOf(world.bot),
    people: () => [...world.users.values()].map(personOf),
    rooms: () => roomsOf(world),
    history(roomId, viewerId) {
      const { chat, threadId } = findSpot(world, roomId, authorOf(world, viewerId).id);
      const messages = [...chat.messages.values()].filter(
        (message) => message.threadId === threadId,
      );
      const draft = world.drafts.get(chat, threadId);
      const shown = messages.map((message) => shownMessage(chat, message));
      return draft ? [...shown, shownDraft(world.bot, draft)] : shown;
    },
    file(roomId, messageId, index) {
      const { chat } = findSpot(world, roomId, world.me.id);
      return index === 0 ? chat.messages.get(Number(messageId))?.attachment?.file.bytes : undefined;
    },
    commands(roomId) {
      const { chat } = findSpot(world, roomId, world.me.id);
      const language = world.me.language_code ?? '';
      const offered = world.commands.offered(chat, world.me.id, chat.owner === world.me, language);
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
      const { chat } = findSpot(world, roomId, authorOf(world, authorId).id);
      const address = chat.type === 'private' ? '' : `@${world.bot.username}`;
      const text = [`/${name}${address}`, ...Object.values(options ?? {})].join(' ').trim();
      say(world, { roomId, text, ...(authorId !== undefined && { authorId }) });
    },
    complete: async () => [],
    press: (pressed) => press(world, pressed),
    isOnline: () => world.updates.online,
    watch: (listener) => world.watch(listener),
  };
}
