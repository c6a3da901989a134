import type { Api } from 'grammy';
import type { UserFromGetMe } from 'grammy/types';
import type { Command } from '../../../contracts/command.ts';
import { ConfigError } from '../../../errors.ts';
import type { Log } from '../../../lib/log.ts';
import { registerCommands } from '../commands.ts';
import { grammySignal } from './connect.ts';
import { TELEGRAM_TOKEN_CURE } from './read-settings.ts';
import { telegramStatus, toTelegramError } from './telegram-error.ts';

export interface PrepareBotParts {
  readonly api: Api;
  readonly commands: readonly Command[];
  readonly log: Log;
  /** Gives up. */
  readonly signal: AbortSignal;
}

/** All that comes before the first update. Gives who the bot is. */
export async function prepareBot(parts: PrepareBotParts): Promise<UserFromGetMe> {
  const { api, commands, log, signal } = parts;
  const me = await readBotIdentity(parts);
  explainPrivacy(me, log);
  // The bot can live without either, and not every server knows these methods.
  await Promise.all([
    attempt('getWebhookInfo', () => removeWebhook(api, log)),
    attempt('setMyCommands', async () => {
      if (await registerCommands(api, commands))
        log.info({}, 'registered the commands with Telegram');
    }),
  ]);
  if (signal.aborted) throw toTelegramError('the start', signal.reason, signal);
  return me;

  async function attempt(method: string, run: () => Promise<void>): Promise<void> {
    await run().catch((error: unknown) => {
      log.warn(
        { error: toTelegramError(method, error).message },
        'a step of the start failed; going on without it',
      );
    });
  }
}

/** Throws a `ConfigError` when the token is refused. */
export async function readBotIdentity({
  api,
  signal,
}: Pick<PrepareBotParts, 'api' | 'signal'>): Promise<UserFromGetMe> {
  try {
    const me = await api.getMe(grammySignal(signal));
    // A bot without a user name exists on test servers only: nobody can mention it there.
    return { ...me, username: me.username ?? '' };
  } catch (error) {
    const failure = toTelegramError('getMe', error, signal);
    throw failure.kind === 'forbidden' ? refusedToken(telegramStatus(error)) : failure;
  }
}

function refusedToken(status: number | undefined): ConfigError {
  return new ConfigError(
    `Telegram refused TELEGRAM_TOKEN (${status}). ${TELEGRAM_TOKEN_CURE} If TELEGRAM_API_URL is set, check that a Bot API server answers there.`,
  );
}

/** Telegram gives updates to a webhook or to a poller, never to both. What waits is kept. */
async function removeWebhook(api: Api, log: Log): Promise<void> {
  const { url } = await api.getWebhookInfo();
  if (!url) return;
  await api.deleteWebhook({ drop_pending_updates: false });
  log.warn(
    {},
    'removed the webhook of this bot: Parley fetches the updates itself. Stop the service that had set it.',
  );
}

function explainPrivacy(me: UserFromGetMe, log: Log): void {
  // Other servers may not tell.
  if (me.can_read_all_group_messages !== false) return;
  log.warn(
    {},
    `Privacy mode is on: in groups, Telegram shows @${me.username} only mentions of it, replies to it and /command@${me.username}. ` +
      'If mentions do not arrive, open https://t.me/BotFather, send /setprivacy, choose the bot, press "Disable", ' +
      'then remove the bot from the group and add it again.',
  );
}
