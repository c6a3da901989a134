import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import { ConfigError, PlatformError } from '../../../errors.ts';
import { grammySignal } from './connect.ts';
import { TELEGRAM_TOKEN_CURE } from './read-settings.ts';
import { telegramStatus, toTelegramError } from './telegram-error.ts';

/** The parts of the question. */
interface IdentityParts {
  readonly api: Pick<Api, 'getMe'>;
  readonly signal: AbortSignal;
}

/**
 * Asks Telegram who the bot is.
 *
 * @throws A `ConfigError` when Telegram refuses the token, a `PlatformError` when it does not
 * answer.
 */
export async function readBotIdentity({ api, signal }: IdentityParts): Promise<UserFromGetMe> {
  try {
    const me = Object(await api.getMe(grammySignal(signal))) as UserFromGetMe;
    if (!Number.isSafeInteger(me.id)) {
      throw new PlatformError(
        'Telegram answered getMe without the id of the bot. Check that a Bot API server answers at TELEGRAM_API_URL.',
        { kind: 'server', platform: 'telegram' },
      );
    }
    // Only on test servers a bot has no user name. Without one, people cannot mention it.
    return { ...me, username: typeof me.username === 'string' ? me.username : '' };
  } catch (error) {
    const failure = toTelegramError('getMe', error, signal);
    throw failure.kind === 'forbidden' ? refusedTokenError(telegramStatus(error)) : failure;
  }
}

function refusedTokenError(status: number | undefined): ConfigError {
  return new ConfigError(
    `Telegram refused TELEGRAM_TOKEN (${status}). ${TELEGRAM_TOKEN_CURE} If TELEGRAM_API_URL is set, check that a Bot API server answers there.`,
  );
}
