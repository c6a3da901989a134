import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Command } from '../../../contracts/command.ts';
import type { OnConnection } from '../../../contracts/platform.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { untilAborted } from '../../../lib/until-aborted.ts';
import { grammySignal } from '../connection/connect.ts';
import { registerMenus } from '../connection/register-menus.ts';
import { removeWebhook } from '../connection/remove-webhook.ts';
import { tryStep } from '../connection/try-step.ts';
import { startPoll, type UpdatesRequest } from './poll.ts';
import { ALLOWED_UPDATES } from './read-event.ts';
import type { UpdateSource } from './update-source.ts';

/** The parts of the source. */
interface PollSourceParts {
  readonly api: Api;
  readonly pollApi: Api;
  readonly commands: readonly Command[];
  /** Rejects when Telegram must deliver the update again. */
  accept(update: Update): Promise<void>;
  readonly onConnection: OnConnection | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the platform stops. Until the poll has ended, no other process begins one. */
  readonly stopping: AbortSignal;
}

/** Fetches the updates of a bot. Telegram gives them to one poller at a time. */
export function createPollSource(parts: PollSourceParts): UpdateSource {
  const { api, pollApi, commands, accept, onConnection, clock, log, stopping } = parts;

  async function getUpdates(
    request: UpdatesRequest,
    signal: AbortSignal,
  ): Promise<readonly Update[]> {
    const parameters = { ...request, allowed_updates: ALLOWED_UPDATES };
    const updates: unknown = await pollApi.getUpdates(parameters, grammySignal(signal));
    // Servers written in Go give `null` for an empty list.
    return Array.isArray(updates) ? updates : [];
  }

  return {
    waitingMessage:
      'telegram: another process looks after the updates of the bot, this one waits for its end',

    async attend(signal, onReady) {
      const step = { method: 'getWebhookInfo', log, signal };
      await Promise.all([
        tryStep({ ...step, run: () => removeWebhook(api, log, signal) }),
        registerMenus({ api, commands, log, signal }),
      ]);
      onReady();
      if (signal.aborted) return;

      const poll = startPoll({ getUpdates, accept, onConnection, clock, log });
      await untilAborted(new Promise(() => {}), signal);
      await poll.stop({ isReplaced: !stopping.aborted });
    },

    close: async () => {},
  };
}
