import type { Api } from 'grammy';
import type { WebhookInfo } from 'grammy/types';
import type { OnConnection } from '../../../contracts/platform.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { createLogOnce } from '../../../lib/log-once.ts';
import { grammySignal } from './connect.ts';
import { findWebhookProblem } from './find-webhook-problem.ts';
import { setWebhook, type WebhookRegistration } from './set-webhook.ts';
import { toTelegramError } from './telegram-error.ts';

/** Looks whether Telegram can deliver the updates of a bot. */
export interface WebhookWatch {
  /** Looks once, and tells what it finds. Sets a webhook again that somebody removed. Never rejects. */
  look(signal: AbortSignal): Promise<void>;
}

/** The parts of the watch. */
interface WebhookWatchParts extends WebhookRegistration {
  readonly api: Pick<Api, 'getWebhookInfo' | 'setWebhook'>;
  readonly onConnection: OnConnection | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Creates the watch. It has seen nothing yet. */
export function createWebhookWatch(parts: WebhookWatchParts): WebhookWatch {
  const { api, url, onConnection, clock, log } = parts;
  const problems = createLogOnce(log);
  let before: WebhookInfo | undefined;
  let hasProblem = false;

  async function findProblem(signal: AbortSignal): Promise<string | undefined> {
    const info = await api.getWebhookInfo(grammySignal(signal));
    if (info.url === '') {
      log.warn({}, 'telegram: somebody removed the webhook, it is set again');
      await setWebhook(parts, signal);
      return undefined;
    }
    const problem = findWebhookProblem({ info, before, url, now: clock.now() });
    before = info;
    return problem;
  }

  function tell(problem: string | undefined): void {
    if (problem !== undefined) {
      problems.warn(problem, { error: problem }, 'telegram: webhook in trouble');
      onConnection?.({ state: 'retrying', problem });
    } else if (hasProblem) {
      problems.forget();
      log.info({}, 'telegram: webhook works again');
      onConnection?.({ state: 'connected' });
    }
    hasProblem = problem !== undefined;
  }

  return {
    async look(signal) {
      const problem = await findProblem(signal).catch((error: unknown) =>
        error instanceof Error && error.name === 'ConfigError'
          ? error.message
          : toTelegramError('getWebhookInfo', error, signal).message,
      );
      if (!signal.aborted) tell(problem);
    },
  };
}
