import type { Finding } from '../../../contracts/finding.ts';

/** The status with which Parley refuses a request without the secret. */
const REFUSED = 401;
const CURE =
  'Check that Parley runs, that the name in TELEGRAM_WEBHOOK_URL leads to your web server, and that this passes requests ' +
  'on to TELEGRAM_WEBHOOK_HOST and TELEGRAM_WEBHOOK_PORT, with the path as it is. Some networks cannot reach their own ' +
  'public address from inside; then only what Telegram says counts.';

/**
 * Sends a request without the secret to the public address of a webhook: Parley itself must refuse it. Rejects when
 * `signal` aborts.
 */
export async function checkWebhookAnswer(url: string, signal: AbortSignal): Promise<Finding> {
  const subject = 'webhook';
  const { host } = new URL(url);
  const answer = await ask(url, signal);
  signal.throwIfAborted();
  if (answer === REFUSED)
    return { state: 'good', subject, result: `Parley answers at ${host}, as seen from here.` };

  const result =
    answer === undefined
      ? `${host} does not answer, as seen from here.`
      : `${host} answers with the status ${answer}, as seen from here; Parley answers with ${REFUSED}.`;
  return { state: 'note', subject, result, cure: CURE };
}

/** Gives the status. `undefined`: there was no answer in time. */
async function ask(url: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    });
    await response.body?.cancel();
    return response.status;
  } catch {
    return undefined;
  }
}

const ANSWER_WITHIN_MS = 5_000;
