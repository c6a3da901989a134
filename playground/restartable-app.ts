/** The running bot. */
interface App {
  stop(): Promise<void>;
}

/** A bot that can be started anew. */
export interface RestartableApp extends App {
  /** Stops the bot as a deploy does, in the middle of its answers, and starts it again. */
  restart(): Promise<void>;
}

/** Starts a bot, and keeps the function that does so for a restart. */
export async function startRestartableApp(start: () => Promise<App>): Promise<RestartableApp> {
  let app = await start();
  let restarting: Promise<void> | undefined;
  let isStopped = false;

  async function runRestart(): Promise<void> {
    await app.stop();
    if (!isStopped) app = await start();
  }

  return {
    restart() {
      restarting ??= runRestart().finally(() => {
        restarting = undefined;
      });
      return restarting;
    },
    async stop() {
      isStopped = true;
      await restarting;
      await app.stop();
    },
  };
}
