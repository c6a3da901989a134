import type { Clock } from '../../src/lib/clock.ts';
import { createChat, type NewChat } from './chat.ts';
import type { TelegramLimits } from './limits.ts';
import { createTopic } from './topic.ts';
import type { User } from './wire.ts';
import { World } from './world.ts';

// Ids beyond 32 bits, as today's: code that keeps them in too few bits or as text and compares would fail here.
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

/** In the shape of the real ones. It opens nothing but the local server. */
export const LOCAL_TOKEN = `${BOT.id}:LocalTelegramTokenOfThePlayground_0`;

const FRIENDS_ID = -1_002_100_000_001;
const WORKSHOP_ID = -1_002_100_000_002;
const BASIC_GROUP_ID = -5_100_001;

/** Two people who each have a chat with the bot, the group "Friends", and the forum "Workshop" with two topics. */
export function createFirstWorld(
  clock: Clock,
  limits: TelegramLimits,
  friends: 'group' | 'supergroup',
): World {
  const world = new World(clock, limits, YOU, BOT);
  for (const user of [YOU, ROBIN, BOT]) world.users.set(user.id, user);
  const add = (chat: NewChat) => world.chats.set(chat.id, createChat(chat));
  for (const user of [YOU, ROBIN])
    add({ id: user.id, type: 'private', title: BOT.first_name, owner: user });
  const friendsId = friends === 'group' ? BASIC_GROUP_ID : FRIENDS_ID;
  add({ id: friendsId, type: friends, title: 'Friends', owner: YOU, members: [ROBIN] });
  add({
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
