import { randomInt } from 'node:crypto';
import { chatToWire, isGroup } from '../chat.ts';
import { type ChatRoom, findRoom } from '../people/rooms.ts';
import { findAuthor, postAndDeliver } from '../people/say.ts';
import { formatTypedText } from '../people/typed-text.ts';
import { blocksToText } from '../rich/blocks-to-text.ts';
import { toShownMessage } from '../to-shown.ts';
import type { User, WireObject } from '../wire.ts';
import type { NewMessage, World } from '../world.ts';
import type { TelegramControls } from './telegram-controls.ts';

/** The accounts that Telegram gives as the authors of messages in the name of a chat. */
const ANONYMOUS: User = {
  id: 1_087_968_824,
  is_bot: true,
  first_name: 'Group',
  username: 'GroupAnonymousBot',
};
const TELEGRAM: User = { id: 777_000, is_bot: false, first_name: 'Telegram' };
const CHANNEL: WireObject = {
  id: -1_002_100_000_009,
  type: 'channel',
  title: 'Parley News',
  username: 'parley_news',
};

type SpecialPosts = Pick<
  TelegramControls,
  'sayAlbum' | 'sayContent' | 'sayRich' | 'sayTextMention' | 'sayAnonymously' | 'forwardFromChannel'
>;

/** Creates the switches for posts that are more than the typed text of one person. */
export function createSpecialPosts(world: World): SpecialPosts {
  const post = (room: ChatRoom, content: NewMessage) =>
    toShownMessage(room.chat, postAndDeliver(world, room, content));

  return {
    sayAlbum(album) {
      const author = findAuthor(world, album.authorId);
      const room = findRoom(world, album.roomId, author.id);
      const albumId = `${randomInt(1e12, 1e13)}`;
      return album.files.map(({ name, bytes }, index) => {
        const attachment = world.files.attach('photo', { name, mime: 'image/jpeg', bytes });
        const caption = index === 0 ? formatTypedText(world, room.chat, album.caption) : {};
        return post(room, { from: author, albumId, attachment, ...caption });
      });
    },
    sayContent(roomId, content, authorId) {
      const author = findAuthor(world, authorId);
      const room = findRoom(world, roomId, author.id);
      return post(room, { from: author, content: { ...content } });
    },
    sayRich(roomId, blocks, authorId) {
      const author = findAuthor(world, authorId);
      const room = findRoom(world, roomId, author.id);
      return post(room, { from: author, ...blocksToText(blocks), rich: { blocks } });
    },
    sayTextMention(roomId, userId, text) {
      const room = findRoom(world, roomId, world.me.id);
      const user = world.findUser(Number(userId));
      if (!user) throw new Error(`There is no person ${userId}.`);
      const entity = { type: 'text_mention', offset: 0, length: user.first_name.length, user };
      return post(room, { from: world.me, text: `${user.first_name} ${text}`, entities: [entity] });
    },
    sayAnonymously(roomId, text) {
      const room = findRoom(world, roomId, world.me.id);
      if (!isGroup(room.chat)) throw new Error('A private chat has no anonymous admins.');
      const senderChat = chatToWire(room.chat);
      return post(room, {
        from: ANONYMOUS,
        senderChat,
        ...formatTypedText(world, room.chat, text),
      });
    },
    forwardFromChannel(roomId, text) {
      const room = findRoom(world, roomId, world.me.id);
      const date = Math.floor(world.clock.now() / 1000);
      const origin = { type: 'channel', chat: CHANNEL, message_id: 1, date };
      const extra = { is_automatic_forward: true, forward_origin: origin };
      return post(room, {
        from: TELEGRAM,
        senderChat: CHANNEL,
        extra,
        ...formatTypedText(world, room.chat, text),
      });
    },
  };
}
