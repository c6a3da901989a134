import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import { untilAborted } from '../../../lib/until-aborted.ts';
import { withTimeout } from '../../../lib/with-timeout.ts';
import { DiscordError } from './discord-error.ts';

const READY_TIMEOUT_MS = 30_000;

interface WaitUntilReadyParts {
  readonly clock: Clock;
  readonly log: Log;
  /** Aborts when the platform is stopped. */
  readonly stopped: AbortSignal;
}

/**
 * Resolves when `opening` does. `opening` goes on after a timeout; its failure is then logged.
 *
 * @throws The error of `opening`, and a `DiscordError` when it takes more than 30 s or `stopped`
 *   aborts.
 */
export async function waitUntilReady(
  opening: Promise<void>,
  { clock, log, stopped }: WaitUntilReadyParts,
): Promise<void> {
  const onTimeout = () => {
    opening.catch((error: Error) =>
      log.error({ error: error.message }, 'discord: connecting failed'),
    );

    return new DiscordError(
      `Discord was not ready within ${READY_TIMEOUT_MS / 1000} s. Look at the network, at HTTPS_PROXY and at DISCORD_API_URL; I go on trying.`,
      { kind: 'network' },
    );
  };

  await withTimeout({ clock, timeoutMs: READY_TIMEOUT_MS, onTimeout }, async () => {
    const isReady = await untilAborted(
      opening.then(() => true),
      stopped,
    );
    if (!isReady) {
      throw new DiscordError('Discord: stopped before it was ready.', { kind: 'canceled' });
    }
  });
}
