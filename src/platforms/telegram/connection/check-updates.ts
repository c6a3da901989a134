import type { Api } from 'grammy';
import type { WebhookInfo } from 'grammy/types';
import type { Finding } from '../../../contracts/finding.ts';
import type { Clock } from '../../../lib/clock.ts';
import { checkWebhookAnswer } from './check-webhook-answer.ts';
import { grammySignal } from './connect.ts';
import { findWebhookProblem } from './find-webhook-problem.ts';
import { toTelegramError } from './telegram-error.ts';

/** The parts of the check. */
interface UpdatesCheck {
  readonly api: Pick<Api, 'getWebhookInfo'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The address of this bot's webhook. `undefined`: Parley fetches the updates. */
  readonly url: string | undefined;
}

/** Asks Telegram where the updates of the bot go, and whether they arrive there. Never rejects. */
export async function checkUpdates({
  api,
  clock,
  signal,
  url,
}: UpdatesCheck): Promise<readonly Finding[]> {
  const subject = 'updates';
  try {
    const info = await api.getWebhookInfo(grammySignal(signal));
    if (url === undefined) return [{ subject, ...judgeForPolling(info) }];
    const answer = await checkWebhookAnswer(url, signal);
    return [{ subject, ...judgeWebhook(info, url, clock.now()) }, answer];
  } catch (error) {
    const { message } = toTelegramError('getWebhookInfo', error, signal);
    return [{ state: 'note', subject, result: message }];
  }
}

function judgeForPolling(info: WebhookInfo): Omit<Finding, 'subject'> {
  if (!info.url) return { state: 'good', result: 'No webhook takes the updates.' };

  return {
    state: 'note',
    result: 'A webhook takes the updates.',
    cure: 'Stop the service that set the webhook. Parley removes it at its next start (deleteWebhook), and fetches them itself. If it is your own, set TELEGRAM_WEBHOOK_URL.',
  };
}

function judgeWebhook(info: WebhookInfo, url: string, now: number): Omit<Finding, 'subject'> {
  const { host } = new URL(url);
  if (info.url !== url) {
    const result = info.url
      ? `A webhook at ${URL.parse(info.url)?.host ?? 'another address'} takes the updates, and it is not the one of TELEGRAM_WEBHOOK_URL and TELEGRAM_WEBHOOK_SECRET.`
      : `Telegram does not deliver the updates to ${host} yet.`;
    return { state: 'note', result, cure: 'Parley sets its webhook when it starts.' };
  }

  const problem = findWebhookProblem({ info, url, now });
  if (problem !== undefined) return { state: 'bad', result: problem };
  const pending = info.pending_update_count ?? 0;
  return { state: 'good', result: `Telegram delivers them to ${host}. Waiting there: ${pending}.` };
}
