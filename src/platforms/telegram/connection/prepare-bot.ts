import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Command } from '../../../contracts/command.ts';
import { ConfigError, PlatformError } from '../../../errors.ts';
import type { Log } from '../../../lib/log.ts';
import { registerCommands, registerOtherMenus } from '../commands.ts';
import { grammySignal } from './connect.ts';
import { TELEGRAM_TOKEN_CURE } from './read-settings.ts';
import { telegramStatus, toTelegramError } from './telegram-error.ts';

/** The parts of the preparation. */
interface PrepareBotParts {
  readonly api: Api;
  readonly commands: readonly Command[];
  readonly log: Log;
  /** Cancels the preparation. */
  readonly signal: AbortSignal;
}

/**
 * Does what comes before the first update: checks the token, removes a webhook, registers the
 * commands. Gives the bot's identity.
 *
 * @throws A `ConfigError` when Telegram refuses the token, a `PlatformError` when it does not
 * answer.
 */
export async function prepareBot(parts: PrepareBotParts): Promise<UserFromGetMe> {
  const { api, commands, log, signal } = parts;
  const me = await readBotIdentity(parts);
  explainPrivacy(me, log);
  if (me.supports_guest_queries === false) {
    log.debug({}, 'telegram: guest mode is off, mentions in chats without the bot do not arrive');
  }

  await Promise.all([
    tryStep('getWebhookInfo', () => removeWebhook(api, log, signal)),
    tryStep('setMyCommands', async () => {
      const isChanged = await registerCommands(api, commands, signal);
      if (isChanged) log.info({ commands: commands.length }, 'telegram: commands registered');
    }),
  ]);

  if (signal.aborted) throw toTelegramError('the start', signal.reason, signal);

  // The start does not wait for the lists of all languages.
  void tryStep('setMyCommands', async () => {
    const changedCount = await registerOtherMenus(api, commands, signal);
    if (changedCount > 0) log.info({ lists: changedCount }, 'telegram: more commands registered');
  });
  return me;

  /** The bot works without this step, and not every server knows its method. */
  async function tryStep(method: string, run: () => Promise<void>): Promise<void> {
    await run().catch((error: unknown) => {
      if (signal.aborted) return;
      log.warn(
        { method, error: toTelegramError(method, error).message },
        'telegram: step of the start failed, going on without it',
      );
    });
  }
}

/**
 * Asks Telegram who the bot is.
 *
 * @throws A `ConfigError` when Telegram refuses the token, a `PlatformError` when it does not
 * answer.
 */
export async function readBotIdentity({
  api,
  signal,
}: Pick<PrepareBotParts, 'api' | 'signal'>): Promise<UserFromGetMe> {
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

/**
 * Telegram gives updates to a webhook or to a poller, never to both. Updates that wait are kept.
 */
async function removeWebhook(api: Api, log: Log, signal: AbortSignal): Promise<void> {
  const { url } = await api.getWebhookInfo(grammySignal(signal));
  if (!url) return;

  await api.deleteWebhook({ drop_pending_updates: false }, grammySignal(signal));
  log.warn(
    {},
    'telegram: webhook removed. Parley fetches the updates of this bot itself: stop the service that set the webhook.',
  );
}

function explainPrivacy(me: UserFromGetMe, log: Log): void {
  // Servers other than Telegram's may leave the field out.
  if (me.can_read_all_group_messages !== false) return;

  // It is the default. The report of the start has it as a note.
  log.debug(
    {},
    `telegram: privacy mode is on. In groups, Telegram shows @${me.username} only mentions of it, replies to it and /command@${me.username}. ` +
      'If mentions do not arrive, open https://t.me/BotFather, send /setprivacy, choose the bot, press "Disable", ' +
      'then remove the bot from the group and add it again.',
  );
}
