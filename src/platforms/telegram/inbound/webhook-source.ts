import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { Command } from '../../../contracts/command.ts';
import type { OnConnection } from '../../../contracts/platform.ts';
import { BotError, ConfigError, PlatformError } from '../../../errors.ts';
import { type Clock, sleep } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { createLogOnce } from '../../../lib/log-once.ts';
import { explainListening } from '../../../lib/web/explain-listening.ts';
import type { SharedServers } from '../../../lib/web/shared-servers.ts';
import type { WebhookSettings } from '../connection/read-webhook-settings.ts';
import { registerMenus } from '../connection/register-menus.ts';
import { setWebhook } from '../connection/set-webhook.ts';
import { webhookAddress } from '../connection/webhook-address.ts';
import { createWebhookWatch } from '../connection/webhook-watch.ts';
import type { UpdateSource } from './update-source.ts';
import { createWebhookHandler } from './webhook-handler.ts';
import { createWebhookIntake } from './webhook-intake.ts';

/** The parts of the source. */
interface WebhookSourceParts {
  readonly settings: WebhookSettings;
  readonly botId: number;
  readonly api: Api;
  readonly commands: readonly Command[];
  readonly servers: SharedServers;
  /** Rejects when Telegram must deliver the update again. */
  accept(update: Update): Promise<void>;
  readonly onConnection: OnConnection | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

const LOOK_EVERY_MS = 2 * 60_000;
/** Telegram takes a new webhook once in a second. */
const RETRY_MS = 5_000;

/**
 * Lets Telegram deliver the updates of a bot. Any number of processes take them, behind a load balancer; one of them
 * sets the webhook and looks after it. It stays when the process stops: the others go on, or the updates wait.
 *
 * @throws A `ConfigError` when this process cannot listen, a `PlatformError` when another program has the port.
 */
export async function openWebhookSource(parts: WebhookSourceParts): Promise<UpdateSource> {
  const { settings, botId, api, commands, servers, accept, onConnection, clock, log } = parts;
  const { secret, host, port } = settings;
  const { url, path } = webhookAddress(settings, botId);
  const registration = { api, url, secret, log };

  const intake = createWebhookIntake({ accept, clock, log });
  const handle = createWebhookHandler({ secret, intake, clock, log });
  const explain = (error: NodeJS.ErrnoException) => explainPort(error, { host, port });
  const close = await servers.serve({ host, port, path, handle, explain });

  /** Sets the webhook. Resolves with the error of an attempt that failed. */
  async function tryToRegister(signal: AbortSignal): Promise<BotError | undefined> {
    try {
      await setWebhook(registration, signal);
      return undefined;
    } catch (error) {
      return error instanceof BotError ? error : new BotError(String(error));
    }
  }

  /** Resolves when the webhook is set. */
  async function register(
    signal: AbortSignal,
    onReady: (failure?: ConfigError) => void,
  ): Promise<void> {
    const failures = createLogOnce(log);
    let failure = await tryToRegister(signal);
    if (!failure) return;

    while (failure && !signal.aborted) {
      const { message: problem } = failure;
      failures.warn(problem, { error: problem }, 'telegram: webhook not set, retrying');
      onReady(failure instanceof ConfigError ? failure : undefined);
      onConnection?.({ state: 'retrying', problem });
      await sleep(clock, retryMs(failure), signal);
      failure = await tryToRegister(signal);
    }
    if (!failure) onConnection?.({ state: 'connected' });
  }

  return {
    waitingMessage:
      'telegram: updates that the webhook brings here are taken; another process looks after the webhook',

    async attend(signal, onReady) {
      await Promise.all([registerMenus({ api, commands, log, signal }), register(signal, onReady)]);
      onReady();

      const watch = createWebhookWatch({ ...registration, onConnection, clock });
      while (!signal.aborted) {
        await sleep(clock, LOOK_EVERY_MS, signal);
        if (!signal.aborted) await watch.look(signal);
      }
    },

    close,
  };
}

function retryMs(error: BotError): number {
  if (error instanceof ConfigError) return LOOK_EVERY_MS;
  const asked = error instanceof PlatformError ? (error.retryAfterMs ?? 0) : 0;
  return Math.min(Math.max(asked, RETRY_MS), LOOK_EVERY_MS);
}

/** A port that another program has may be free soon, as at a restart. */
function explainPort(
  cause: NodeJS.ErrnoException,
  place: { readonly host: string; readonly port: number },
): Error {
  const message = explainListening(cause, { name: 'TELEGRAM_WEBHOOK', ...place });
  if (cause.code !== 'EADDRINUSE') return new ConfigError(message, { cause });
  return new PlatformError(message, { kind: 'network', platform: 'telegram', cause });
}
