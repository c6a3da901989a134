import type { WebSocketManagerOptions } from 'discord.js';
import { fieldsReader, patternReader } from '../../../../lib/json-reader.ts';
import { DiscordError } from '../discord-error.ts';
import type { Sdk } from '../load-discord.ts';

/** The manager of the gateway connections. discord.js exports another class under its name. */
type ShardManager = Parameters<NonNullable<WebSocketManagerOptions['buildStrategy']>>[0];

const id = patternReader(/^\w[\w-]{0,63}$/);
const withIdReader = fieldsReader({ id }, 'id');
const readyReader = fieldsReader({ user: withIdReader, application: withIdReader });

/**
 * Fault: discord.js takes the fields `guilds` and `application` of READY for granted. Some
 * Discord-compatible servers leave them out. discord.js then throws inside of its own event
 * listener, where no caller can catch the error, and the process ends.
 *
 * Seen in: discord.js 14.28.1.
 *
 * Change: listens to READY before discord.js does, and fills in what is missing. A READY without a
 * user is a failure, because the bot must know its own id. Call it while the manager builds its
 * strategy: discord.js starts to listen after that.
 *
 * Can go: when discord.js reads both fields as optional.
 */
export function completeReady(
  { WebSocketShardEvents }: Sdk,
  manager: ShardManager,
  onFailure: (error: Error) => void,
): void {
  manager.on(WebSocketShardEvents.Ready, ({ data }) => {
    const { user, application } = readyReader(data) ?? {};
    if (!user) {
      const error = new DiscordError('Discord: the gateway did not say which user the bot is.', {
        kind: 'server',
      });
      onFailure(error);
      // discord.js must not see this READY.
      throw error;
    }

    data.user.id = user.id;
    data.guilds = Array.isArray(data.guilds) ? data.guilds.filter(withIdReader) : [];
    if (!application) data.application = { id: user.id, flags: 0 };
  });
}
