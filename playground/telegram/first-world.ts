import type { Clock } from '../../src/lib/clock.ts';
import { createChat, type NewChat } from './chat.ts';
import type { TelegramLimits } from './limits.ts';
import { createTopic } from './topics.ts';
import type { User } from './wire.ts';
import { World } from './world.ts';

// The ids need more than 32 bits, like new ones on the real Telegram, so that code fails here that
// keeps them in fewer bits or compares them as texts.
const YOU: User = {
  id: 5_100_000_001,
  is_bot: false,
  first_name: 'You',
  username: 'yourself',
  language_code: 'en',
};
const ROBIN: User = {
  id: 5_100_000_002,
  is_bot: false,
  first_name: 'Robin',
  username: 'robin',
  language_code: 'en',
};
const BOT: User = { id: 7_000_000_001, is_bot: true, first_name: 'Parley', username: 'parley_bot' };

const FRIENDS_ID = -1_002_100_000_001;
const WORKSHOP_ID = -1_002_100_000_002;
const BASIC_GROUP_ID = -5_100_001;

/**
 * Creates a world with two people who each have a chat with the bot, the group "Friends", and the
 * forum "Workshop" with two topics. `friends` is the kind of that group.
 */
export function createFirstWorld(
  clock: Clock,
  limits: TelegramLimits,
  friends: 'group' | 'supergroup',
): World {
  const world = new World(clock, limits, YOU, BOT);
  for (const user of [YOU, ROBIN, BOT]) world.users.set(user.id, user);
  const addChat = (chat: NewChat) => world.chats.set(chat.id, createChat(chat));

  for (const user of [YOU, ROBIN])
    addChat({ id: user.id, type: 'private', title: BOT.first_name, owner: user });

  const friendsId = friends === 'group' ? BASIC_GROUP_ID : FRIENDS_ID;
  addChat({ id: friendsId, type: friends, title: 'Friends', owner: YOU, members: [ROBIN] });
  addChat({
    id: WORKSHOP_ID,
    type: 'supergroup',
    title: 'Workshop',
    owner: YOU,
    members: [ROBIN],
    isForum: true,
  });

  for (const name of ['Ideas', 'Repairs']) createTopic(world, WORKSHOP_ID, name, YOU);
  return world;
}
