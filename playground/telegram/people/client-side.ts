import { omitUndefined } from '../../../src/lib/omit-undefined.ts';
import type { Change, LocalNetwork, Person, ShownMessage } from '../../local-network.ts';
import { isVisibleTo, toPerson, toShownDraft, toShownMessage } from '../to-shown.ts';
import type { User } from '../wire.ts';
import type { World } from '../world.ts';
import { forward } from './forward.ts';
import { openTopic } from './open-topic.ts';
import { press } from './press.ts';
import { react } from './react.ts';
import { findRoom, hasRoom, listRooms } from './rooms.ts';
import { edit, findAuthor, remove, say } from './say.ts';

/** The part of the network that people's clients show and do, without the server behind it. */
export type ClientSide = Omit<LocalNetwork, 'name' | 'apiUrl' | 'token' | 'stop'>;

/** Creates the side of people, with one bot. */
export function createClientSide(world: World): ClientSide {
  return {
    me: toPerson(world.me),
    bot: toPerson(world.bot),
    people: () => [...world.users.values()].map((user) => toMember(world, user)),
    rooms: () => listRooms(world),
    history: (roomId, viewerId) => listMessages(world, roomId, viewerId),
    file(roomId, messageId, index) {
      const { chat } = findRoom(world, roomId, world.me.id);
      // A message on Telegram has at most one file.
      return index === 0
        ? chat.messages.get(Number(messageId))?.attachment?.file.content.bytes
        : undefined;
    },
    commands(roomId) {
      return listCommands(world, roomId, world.me).map(({ command, description }) => ({
        name: command,
        description,
        options: [],
      }));
    },
    say: async (message) => say(world, message),
    edit: async (roomId, messageId, text, { hasMarks = false } = {}) =>
      edit(world, { roomId, messageId, text, hasMarks }),
    forward: async (call) => forward(world, call),
    async react({ roomId, messageId, authorId, emoji, isRemoved }) {
      react(world, { roomId, messageId, authorId, emoji: isRemoved ? undefined : emoji });
    },
    openThread: async (call) => openTopic(world, call),
    remove: async (roomId, messageId) => remove(world, roomId, messageId),
    messageCommands: () => [],
    async run({ roomId, authorId, name, options, targetId }) {
      const author = findAuthor(world, authorId);
      const { chat } = findRoom(world, roomId, author.id);
      // In groups, clients add the username of the bot that offers the command.
      const recipient = chat.type === 'private' ? '' : `@${world.bot.username}`;
      const text = [`/${name}${recipient}`, ...Object.values(options ?? {})].join(' ').trim();
      const offered = listCommands(world, roomId, author).find(({ command }) => command === name);
      const isHidden = offered?.is_ephemeral === true && chat.type.endsWith('group');
      say(world, omitUndefined({ roomId, text, authorId, replyTo: targetId }), { isHidden });
    },
    complete: async () => [],
    press: (call) => press(world, call),
    isOnline: () => world.updates.isOnline,
    watch: (listener, viewerId) =>
      world.watch((change) => {
        if (isChangeFor(world, change, findAuthor(world, viewerId).id)) listener(change);
      }),
  };
}

/** A person with the role in the groups. */
function toMember(world: World, user: User): Person {
  const groups = [...world.chats.values()].filter(({ type }) => type.endsWith('group'));
  const person = toPerson(user);
  if (groups.some(({ owner }) => owner === user)) return { ...person, role: 'owner' };
  const isAdmin = groups.some(({ adminIds }) => adminIds.has(user.id));
  return isAdmin ? { ...person, role: 'moderator' } : person;
}

/** The messages of a room, and the draft after them. */
function listMessages(
  world: World,
  roomId: string,
  viewerId: string | undefined,
): readonly ShownMessage[] {
  const viewer = findAuthor(world, viewerId);
  // The topics in the private chat of `me` are not in that of another person.
  if (!hasRoom(world, roomId, viewer.id)) return [];
  const { chat, threadId } = findRoom(world, roomId, viewer.id);
  const shown = [...chat.messages.values()]
    .filter((message) => message.threadId === threadId && isVisibleTo(message, viewer.id))
    .map((message) => toShownMessage(chat, message));

  const draft = world.drafts.get(chat, threadId);
  return draft ? [...shown, toShownDraft(world.bot, draft)] : shown;
}

/** The commands that a person's client offers in a room. */
function listCommands(world: World, roomId: string, person: User) {
  const { chat } = findRoom(world, roomId, person.id);
  const language = person.language_code ?? '';
  return world.commands.findFor(chat, person.id, chat.owner === person, language);
}

function isChangeFor(world: World, change: Change, viewerId: number): boolean {
  if (change.kind !== 'message-created' && change.kind !== 'message-edited') return true;
  const { id, roomId, onlyYou } = change.message;
  if (!onlyYou) return true;
  const message = world.chats.get(Number(roomId.split('/')[0]))?.messages.get(Number(id));
  return message === undefined || isVisibleTo(message, viewerId);
}
