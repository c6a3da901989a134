import { ConfigError } from '../src/errors.ts';
import type { Clock } from '../src/lib/clock.ts';
import { type Env, readVariable } from '../src/lib/env.ts';
import type { Log } from '../src/lib/log.ts';
import { type LocalDiscord, startLocalDiscord } from './discord/index.ts';
import { createLocalEnv } from './local-env.ts';
import { type LocalTelegram, startLocalTelegram } from './telegram/index.ts';
import { servePage } from './web/index.ts';

/** A running playground. */
interface Playground {
  /** The address of the page, for a browser. */
  readonly url: string;
  stop(): Promise<void>;
}

interface PlaygroundParts {
  /** The variables of the real bot; the playground reads `PLAYGROUND_PORT` from them. */
  readonly env: Env;
  readonly clock: Clock;
  readonly log: Log;
  /** Starts the bot as it would run for real. */
  startApp(parts: {
    readonly env: Env;
    readonly clock: Clock;
    readonly log: Log;
    readonly onLeaseLost: () => void;
  }): Promise<{ stop(): Promise<void> }>;
}

const DEFAULT_PORT = 4242;

/**
 * Starts a local Discord, a local Telegram, the real bot connected to both, and a page to chat in.
 *
 * @throws A `ConfigError` when `PLAYGROUND_PORT` is not a port or is taken.
 */
export async function startPlayground({
  env,
  clock,
  log,
  startApp,
}: PlaygroundParts): Promise<Playground> {
  const port = readPort(env);
  const discord = await startLocalDiscord({ clock });
  const telegram = await startLocalTelegram({ clock, privacy: false });
  addPlaces(discord, telegram);
  const page = await servePage({ networks: [discord, telegram], port });

  const app = await startApp({
    env: createLocalEnv(env, discord, telegram),
    clock,
    log,
    // The store is in memory, so no other process can take its lease.
    onLeaseLost: () => {},
  });

  return {
    url: page.url,
    async stop() {
      await app.stop();
      await Promise.all([page.stop(), discord.stop(), telegram.stop()]);
    },
  };
}

/**
 * Adds places of the kinds that only some bots need: a forum, a channel with its discussion, topics
 * in the private chats.
 */
function addPlaces(discord: LocalDiscord, telegram: LocalTelegram): void {
  discord.controls.addForum('help-desk');
  const friends = telegram.rooms().find(({ kind }) => kind === 'group');
  telegram.controls.addChannel('Playground News', friends?.id);
  telegram.controls.setPrivateTopics(true);
}

function readPort(env: Env): number {
  const text = readVariable(env, 'PLAYGROUND_PORT');
  const port = Number(text ?? DEFAULT_PORT);

  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigError(
    `PLAYGROUND_PORT: “${text}” is not a port. Set a number up to 65535, or leave it empty for ${DEFAULT_PORT}.`,
  );
}
