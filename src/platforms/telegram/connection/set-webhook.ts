import type { Api } from 'grammy';
import type { WebhookInfo } from 'grammy/types';
import { ConfigError } from '../../../errors.ts';
import type { Log } from '../../../lib/log.ts';
import { ALLOWED_UPDATES } from '../inbound/read-event.ts';
import { grammySignal } from './connect.ts';
import { telegramStatus, toTelegramError } from './telegram-error.ts';

/** The webhook to set, and the parts for it. */
export interface WebhookRegistration {
  readonly api: Pick<Api, 'getWebhookInfo' | 'setWebhook'>;
  readonly url: string;
  readonly secret: string;
  readonly log: Log;
}

/** Telegram's largest number. Its own choice of 40 would be a limit for many processes behind a load balancer. */
const MAX_CONNECTIONS = 100;

/**
 * Sets the webhook, unless Telegram has it already. Updates that wait are kept. Takes the place of a webhook that
 * somebody else has set, and says so.
 *
 * @throws A `ConfigError` when Telegram refuses the address, a `PlatformError` when it does not answer.
 */
export async function setWebhook(
  { api, url, secret, log }: WebhookRegistration,
  signal: AbortSignal,
): Promise<void> {
  try {
    const info = await api.getWebhookInfo(grammySignal(signal));
    if (isSame(info, url)) return;

    const parameters = {
      secret_token: secret,
      max_connections: MAX_CONNECTIONS,
      allowed_updates: [...ALLOWED_UPDATES],
      drop_pending_updates: false,
    };
    await api.setWebhook(url, parameters, grammySignal(signal));
    const { host } = new URL(url);
    log.info({ host }, 'telegram: webhook set');
    reportReplaced(info, host, log);
  } catch (error) {
    const failure = toTelegramError('setWebhook', error, signal);
    throw telegramStatus(error) === 400 ? refusedAddressError(failure.message) : failure;
  }
}

function isSame(info: WebhookInfo, url: string): boolean {
  const kinds: ReadonlySet<string> = new Set(info.allowed_updates ?? []);
  const hasKinds =
    kinds.size === ALLOWED_UPDATES.length && ALLOWED_UPDATES.every((kind) => kinds.has(kind));
  return info.url === url && info.max_connections === MAX_CONNECTIONS && hasKinds;
}

/** The path of a foreign webhook may hold the token. */
function reportReplaced({ url = '' }: WebhookInfo, host: string, log: Log): void {
  const former = URL.parse(url)?.host;
  if (!former || former === host) return;
  log.warn(
    { host: former },
    'telegram: the webhook of another service was replaced. Stop that service: it gets no more updates of this bot.',
  );
}

function refusedAddressError(reason: string): ConfigError {
  return new ConfigError(
    `${reason}. Check TELEGRAM_WEBHOOK_URL: Telegram must reach it by its public name, with a certificate that everybody trusts.`,
  );
}
