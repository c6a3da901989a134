import type { Clock } from '../../src/lib/clock.ts';
import type { LocalNetwork } from '../local-network.ts';
import type { TelegramControls } from './controls/telegram-controls.ts';
import type { TelegramLimits } from './limits.ts';
import type { ClientSide } from './people/client-side.ts';

/** The options of `startLocalTelegram`. */
export interface LocalTelegramOptions {
  readonly clock?: Clock;
  /** Default: any free port. */
  readonly port?: number;
  /** The limits that differ from the real ones. `scaleLimits` makes the windows shorter. */
  readonly limits?: Partial<TelegramLimits>;
  /** True when privacy mode is on for the bot. Default: on, as for new bots. */
  readonly privacy?: boolean;
  /**
   * The server runs with `--local`, as a self-hosted one may: a webhook may then have any address, also one of this
   * machine. Updates are delivered to this machine only.
   */
  readonly isLocalMode?: boolean;
  /** The kind of the group "Friends". Only a basic group can `migrate`. Default: a supergroup. */
  readonly friends?: 'group' | 'supergroup';
  /** The names of the bots besides the first one. They are in the same groups. */
  readonly moreBots?: readonly string[];
}

/** Another bot on the local Telegram, as the people in front of it use it: each has a direct room with it. */
export interface LocalTelegramBot extends ClientSide {
  readonly token: string;
}

/**
 * A running local Telegram.
 *
 * A room id is a chat id; a topic's is `<chat id>/<topic id>`. The direct room stands for each
 * person's own chat with the bot: with another `authorId` or viewer, the same room id means that
 * person's chat.
 */
export interface LocalTelegram extends LocalNetwork {
  readonly name: 'telegram';
  /** The bots besides `bot`, each with a token of its own. */
  readonly moreBots: readonly LocalTelegramBot[];
  /** The switches that only tests use. */
  readonly controls: TelegramControls;
}
