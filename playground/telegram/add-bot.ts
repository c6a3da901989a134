import { createChat } from './chat.ts';
import type { User } from './wire.ts';
import { World } from './world.ts';

/** The first of these ids is that of the first bot. */
const FIRST_BOT_ID = 7_000_000_001;

/**
 * Adds a bot to the world. Telegram keeps everything of each bot apart: its updates, its private chats, its
 * commands and its limits. So the bot has a world of its own, in which the users and the groups are those of
 * the first one.
 */
export function addBot(first: World, name: string): World {
  const botCount = [...first.users.values()].filter(({ is_bot: isBot }) => isBot).length;
  const bot: User = {
    id: FIRST_BOT_ID + botCount,
    is_bot: true,
    first_name: name,
    username: `${name.toLowerCase()}_bot`,
  };
  first.users.set(bot.id, bot);

  const world = new World(first.clock, first.limits, first.me, bot);
  world.isPrivacyOn = first.isPrivacyOn;
  world.isLocalMode = first.isLocalMode;
  for (const user of [...first.users.values()]) {
    world.users.set(user.id, user);
    if (user.is_bot) continue;
    world.chats.set(
      user.id,
      createChat({ id: user.id, type: 'private', title: name, owner: user }),
    );
  }
  for (const chat of first.chats.values()) {
    if (chat.type !== 'private') world.chats.set(chat.id, chat);
  }
  first.shareGroupsWith(world);
  return world;
}

/** A token in the shape of real ones. It works on the local server only. */
export function localTokenOf({ bot }: World): string {
  return `${bot.id}:LocalTelegramTokenOfThePlayground_0`;
}
