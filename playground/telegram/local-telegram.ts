import type { Clock } from '../../src/lib/clock.ts';
import type { LocalNetwork } from '../local-network.ts';
import type { TelegramControls } from './controls/telegram-controls.ts';
import type { TelegramLimits } from './limits.ts';

export interface LocalTelegramOptions {
  readonly clock?: Clock;
  /** Default: any free one. */
  readonly port?: number;
  /** What differs from the real limits; `scaleLimits` shrinks the windows. */
  readonly limits?: Partial<TelegramLimits>;
  /** Default: on, as for new bots. */
  readonly privacy?: boolean;
  /** What "Friends" is. Only a basic group can `migrate`. */
  readonly friends?: 'group' | 'supergroup';
}

/**
 * A running local Telegram.
 *
 * The direct room is each person's own chat with the bot: the same room id with another `authorId` or viewer is that
 * person's. Room ids are chat ids; topics are `<chat id>/<topic id>`.
 */
export interface LocalTelegram extends LocalNetwork {
  readonly name: 'telegram';
  /** The switches that only tests use. */
  readonly controls: TelegramControls;
}
