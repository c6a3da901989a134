import { createAccess } from './access/access.ts';
import { type Bot, createBot } from './bot/bot.ts';
import { commands } from './commands/index.ts';
import { openRouting } from './config/open-routing.ts';
import { readConfig } from './config/read-config.ts';
import type { Platform } from './contracts/platform.ts';
import { openConversations } from './conversations/open-conversations.ts';
import { ConfigError } from './errors.ts';
import { type Clock, sleep } from './lib/clock.ts';
import type { Env } from './lib/env.ts';
import { type Log, silentLog } from './lib/log.ts';
import { platforms as platformFactories } from './platforms/index.ts';
import { createConfiguredProviders } from './providers/configured-providers.ts';
import { providers as providerTable } from './providers/index.ts';
import { createHttp } from './providers/wire/exchange/http.ts';
import { createReplies } from './replies/replies.ts';
import { createRouter } from './router/router.ts';
import { acquireLease, isFresh, readLease } from './store/lease.ts';
import { openStore } from './store/open-store.ts';
import { texts } from './texts/texts.ts';

export interface App {
  /** Finishes or marks what is being answered, disconnects and closes the store; at most about 9 s. */
  stop(): Promise<void>;
}

export interface AppParts {
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  /** The store was taken over by another process: this one must end. */
  readonly onLeaseLost: () => void;
  /** As in `PlatformParts` and `ProviderParts`. */
  readonly timeScale?: number;
}

/** Of the 10 s that a container has to end: running answers may go on for so long. */
const DRAIN_GRACE_MS = 4_000;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 60_000;

/**
 * Builds every configured part, joins them and connects. Throws a `ConfigError` when something must be changed first. A platform that
 * cannot be reached is tried again for ever; one that is misconfigured is left out while another one works.
 */
export async function startApp(parts: AppParts): Promise<App> {
  const { env, clock, log } = parts;
  const config = readConfig(env);
  const platforms = platformFactories.flatMap((create) => create({ ...parts, commands }) ?? []);
  if (platforms.length === 0) throw new ConfigError(texts.noPlatform);
  const http = createHttp({ env });
  const providers = createConfiguredProviders(providerTable, { ...parts, http });
  const names = { all: Object.keys(providerTable), ready: providers.map(({ name }) => name) };
  const routing = openRouting({ file: config.routingFile, providers: names, clock, log });

  const store = await openStore({ url: config.storeUrl, clock, log });
  const lease = await acquireLease({ store, clock, log, onLost: parts.onLeaseLost });
  const { turns, conversations } = await openConversations({
    store,
    clock,
    log,
    historyDays: config.historyDays,
  });
  const bot = createBot({
    turns,
    conversations,
    router: createRouter({
      providers,
      routing: () => routing.current,
      defaultModel: config.defaultModel,
      clock,
      log,
    }),
    replies: createReplies({ clock, log, mostMessages: config.mostMessages }),
    access: createAccess(config),
    commands,
    systemPrompt: config.systemPrompt,
    reasoning: config.reasoning,
    footer: config.footer,
    surface: (address, style) =>
      platforms.find(({ name }) => name === address.channel.platform)?.surface(address, style),
    clock,
    log,
  });

  const stopping = new AbortController();
  const stop = async () => {
    stopping.abort();
    routing.stop();
    await bot.drain(DRAIN_GRACE_MS);
    await Promise.allSettled(platforms.map((platform) => platform.stop()));
    await http.close();
    await lease.release();
    await store.close();
  };
  await connect(platforms, bot, parts, stopping.signal).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  bot.start();
  return { stop };
}

/** Whether a process works on the store: it has renewed its lease not long ago. A store in memory cannot tell. */
export async function isRunning({ env, clock }: Pick<AppParts, 'env' | 'clock'>): Promise<boolean> {
  const { storeUrl } = readConfig(env);
  if (storeUrl.startsWith('memory:')) return true;
  const store = await openStore({ url: storeUrl, clock, log: silentLog, readOnly: true });
  const lease = await readLease(store).finally(() => store.close());
  return isFresh(lease, clock.now());
}

/** Resolves when every platform was tried once. Throws when none can ever work as it is configured. */
async function connect(
  platforms: readonly Platform[],
  bot: Bot,
  parts: AppParts,
  signal: AbortSignal,
): Promise<void> {
  const results = await Promise.allSettled(
    platforms.map((platform) => start(platform, bot, parts, signal)),
  );
  const failures = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  for (const error of failures) {
    if (failures.length < platforms.length)
      parts.log.error({ error: String(error.message) }, 'a platform is left out');
  }
  if (failures.length === platforms.length) {
    throw new ConfigError(failures.map(({ message }) => message).join('\n'), {
      cause: failures[0],
    });
  }
}

async function start(
  platform: Platform,
  bot: Bot,
  { clock, log }: AppParts,
  signal: AbortSignal,
): Promise<void> {
  const tryAgain = async (delayMs: number): Promise<void> => {
    await sleep(clock, delayMs, signal);
    if (!signal.aborted) await attempt(Math.min(delayMs * 2, LONGEST_RETRY_MS));
  };
  const attempt = (nextDelayMs: number): Promise<void> =>
    platform.start(bot).then(
      () => log.info({ platform: platform.name }, 'connected'),
      (error: unknown) => {
        if (error instanceof ConfigError) throw error;
        log.warn(
          { platform: platform.name, error: String(error), nextDelayMs },
          'cannot connect yet',
        );
        tryAgain(nextDelayMs).catch((failure: unknown) =>
          log.error({ error: String(failure) }, 'a platform is left out'),
        );
      },
    );
  await attempt(FIRST_RETRY_MS);
}
