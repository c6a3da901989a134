import type { WebhookInfo } from 'grammy/types';

/** Two looks at a webhook. */
interface WebhookLooks {
  readonly info: WebhookInfo;
  /** Absent: this is the first look. */
  readonly before?: WebhookInfo | undefined;
  /** The address that Parley has set. */
  readonly url: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** An error that is older than this says nothing about the present. */
const RECENT_MS = 10 * 60_000;
/** A bot that keeps up has far fewer updates waiting. */
const MANY_UPDATES = 1_000;
const MAX_REASON_LENGTH = 300;

/**
 * Finds the reason why updates do not arrive, or arrive late. An error after which Telegram delivered everything is
 * none: it tried again.
 */
export function findWebhookProblem({ info, before, url, now }: WebhookLooks): string | undefined {
  if (info.url !== url) return explainForeign(info);

  const pending = info.pending_update_count ?? 0;
  const { last_error_date: failedAt = 0, last_error_message: reason = 'an unknown error' } = info;
  const isNew = before ? failedAt > (before.last_error_date ?? 0) : true;
  const isRecent = now - failedAt * 1_000 < RECENT_MS;
  if (pending > 0 && isRecent && isNew) return explainError(reason, pending, url);

  const isGrowing = before !== undefined && pending >= (before.pending_update_count ?? 0);
  return pending >= MANY_UPDATES && isGrowing ? explainBacklog(pending) : undefined;
}

function explainForeign({ url = '' }: WebhookInfo): string {
  // The path of a foreign webhook may hold the token.
  const host = URL.parse(url)?.host ?? 'another address';
  return (
    `Telegram delivers the updates of this bot to ${host}, where this process did not ask for them. ` +
    'Stop the other service that has this TELEGRAM_TOKEN, and start Parley again.'
  );
}

function explainError(reason: string, pending: number, url: string): string {
  const words = reason.replace(/\s+/g, ' ').slice(0, MAX_REASON_LENGTH).toWellFormed();
  return (
    `Telegram cannot deliver updates to ${new URL(url).host} (waiting: ${pending}): ${words}. ` +
    'Check that this address leads to TELEGRAM_WEBHOOK_HOST and TELEGRAM_WEBHOOK_PORT, with the path as it is, ' +
    "and that its certificate is valid, and look into Parley's log."
  );
}

function explainBacklog(pending: number): string {
  return `${pending} updates wait at Telegram, and they do not become fewer. Start more processes that take updates, or see in their logs why they are slow.`;
}
