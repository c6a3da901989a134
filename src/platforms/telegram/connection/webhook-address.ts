import { createHmac } from 'node:crypto';
import type { WebhookSettings } from './read-webhook-settings.ts';

/** The address at which one bot gets its updates. */
export interface WebhookAddress {
  readonly url: string;
  /** The path in it, as requests have it. */
  readonly path: string;
}

/**
 * The address of a bot below the configured one: strangers cannot guess it, and it shows no token. It changes with the
 * secret. Telegram does not tell which secret it has, so otherwise nobody would notice that it is an old one.
 */
export function webhookAddress(
  { url: root, secret }: Pick<WebhookSettings, 'url' | 'secret'>,
  botId: number,
): WebhookAddress {
  const mark = createHmac('sha256', secret).update(`telegram:${botId}`).digest('hex').slice(0, 16);
  const url = `${root}/${botId}/${mark}`;
  return { url, path: new URL(url).pathname };
}
