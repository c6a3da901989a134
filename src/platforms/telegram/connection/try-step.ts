import type { Log } from '../../../lib/log.ts';
import { toTelegramError } from './telegram-error.ts';

/** A step of the start. */
interface Step {
  /** Telegram's name of the method, for the log. */
  readonly method: string;
  readonly log: Log;
  /** Cancels the step. */
  readonly signal: AbortSignal;
  run(): Promise<void>;
}

/** Makes a step without which the bot works: not every server knows its method. Never rejects. */
export async function tryStep({ method, log, signal, run }: Step): Promise<void> {
  await run().catch((error: unknown) => {
    if (signal.aborted) return;
    const { message } = toTelegramError(method, error);
    log.warn({ method, error: message }, 'telegram: step of the start failed, going on without it');
  });
}
