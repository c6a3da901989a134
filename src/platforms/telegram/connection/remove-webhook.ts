import type { Api } from 'grammy';
import type { Log } from '../../../lib/log.ts';
import { grammySignal } from './connect.ts';

/**
 * Telegram gives updates to a webhook or to a poller, never to both. Updates that wait are kept.
 */
export async function removeWebhook(api: Api, log: Log, signal: AbortSignal): Promise<void> {
  const { url } = await api.getWebhookInfo(grammySignal(signal));
  if (!url) return;

  await api.deleteWebhook({ drop_pending_updates: false }, grammySignal(signal));
  // The path of a foreign webhook may hold the token.
  log.warn(
    { host: URL.parse(url)?.host },
    'telegram: webhook removed. Parley fetches the updates of this bot itself: stop the service that set the webhook.',
  );
}
