import type { CommandPlace } from '../command-book.ts';
import type { Channel, World } from '../world.ts';

/** Interaction contexts. */
const GUILD = 0;
const BOT_DM = 1;
const PRIVATE_CHANNEL = 2;

/** A channel as commands see it: where it is, and whether the bot is there. */
export function commandPlaceOf(world: World, { guildId, recipients }: Channel): CommandPlace {
  if (guildId === undefined) {
    const isForeign = !recipients.includes(world.botId);
    return { context: isForeign ? PRIVATE_CHANNEL : BOT_DM, isForeign };
  }
  const isForeign = !world.guilds.get(guildId)?.members.has(world.botId);
  return { guildId, context: GUILD, isForeign };
}
