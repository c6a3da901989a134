import { createChat } from '../chat.ts';
import { findRoom } from '../people/rooms.ts';
import { toRoomId } from '../to-shown.ts';
import type { World } from '../world.ts';
import type { TelegramControls } from './telegram-controls.ts';

type ChannelControls = Pick<
  TelegramControls,
  'addChannel' | 'setPrivateTopics' | 'hideForwards' | 'loseFiles' | 'allowReactions'
>;

const FIRST_CHANNEL_ID = -1_002_300_000_001;

/** Creates the switches for channels and for the settings of chats and people. */
export function createChannelControls(world: World): ChannelControls {
  return {
    addChannel(title, linkedRoomId) {
      const channelCount = [...world.chats.values()].filter(
        ({ type }) => type === 'channel',
      ).length;
      const linked = linkedRoomId === undefined ? {} : { linkedChatId: Number(linkedRoomId) };
      const id = FIRST_CHANNEL_ID - channelCount;
      const channel = createChat({ id, type: 'channel', title, owner: world.me, ...linked });
      world.chats.set(id, channel);
      // Bots can only be admins of channels.
      world.setBotStatus(channel, 'administrator', world.me);
      world.emit({ kind: 'rooms' });
      return { id: toRoomId(channel, undefined), name: title, kind: 'channel' };
    },
    setPrivateTopics(on) {
      world.hasPrivateTopics = on;
    },
    hideForwards: (personId) => void world.hiddenUserIds.add(Number(personId)),
    loseFiles: () => world.files.clear(),
    allowReactions(roomId, emojis) {
      findRoom(world, roomId, world.me.id).chat.allowedReactions = emojis;
    },
  };
}
