import type { Api } from 'grammy';
import type { Command } from '../../../contracts/command.ts';
import type { Log } from '../../../lib/log.ts';
import { registerCommands, registerOtherMenus } from '../commands.ts';
import { tryStep } from './try-step.ts';

/** The parts of the registration. */
interface RegisterMenusParts {
  readonly api: Api;
  readonly commands: readonly Command[];
  readonly log: Log;
  /** Cancels the registration. */
  readonly signal: AbortSignal;
}

/**
 * Registers the commands, where they changed. Resolves after the first list: nothing waits for the lists of all
 * languages. Never rejects.
 */
export async function registerMenus({
  api,
  commands,
  log,
  signal,
}: RegisterMenusParts): Promise<void> {
  const step = { method: 'setMyCommands', log, signal };

  await tryStep({
    ...step,
    async run() {
      const isChanged = await registerCommands(api, commands, signal);
      if (isChanged) log.info({ commands: commands.length }, 'telegram: commands registered');
    },
  });
  if (signal.aborted) return;

  void tryStep({
    ...step,
    async run() {
      const changedCount = await registerOtherMenus(api, commands, signal);
      if (changedCount > 0) log.info({ lists: changedCount }, 'telegram: more commands registered');
    },
  });
}
