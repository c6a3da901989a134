import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '../src/errors.ts';
import type { Clock } from '../src/lib/clock.ts';
import { type Env, readVariable } from '../src/lib/env.ts';
import type { Log } from '../src/lib/log.ts';
import { type LocalDiscord, startLocalDiscord } from './discord/index.ts';
import { createLocalEnv } from './local-env.ts';
import { type RestartableApp, startRestartableApp } from './restartable-app.ts';
import { type LocalTelegram, startLocalTelegram } from './telegram/index.ts';
import { listDiscordTroubles } from './trouble/list-discord-troubles.ts';
import { listTelegramTroubles } from './trouble/list-telegram-troubles.ts';
import { createModelTroubles } from './trouble/model-troubles.ts';
import type { Trouble } from './trouble/trouble.ts';
import { createTroubleDesk } from './trouble/trouble-desk.ts';
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
  // On disk, so that a restarted bot finds its answers.
  const folder = await mkdtemp(join(tmpdir(), 'parley-playground-'));
  const model = createModelTroubles();
  const localEnv = {
    ...createLocalEnv(env, discord, telegram),
    STORE_URL: `sqlite:${join(folder, 'parley.sqlite')}`,
    get DEMO_TROUBLE() {
      return model.current;
    },
  };
  const start = () =>
    // No other process knows the folder, so none can take the lease of the store.
    startApp({ env: localEnv, clock, log, onLeaseLost: () => {} });

  let app: RestartableApp | undefined;
  const restart: Trouble = {
    id: 'bot-restart',
    group: 'bot',
    label: 'Restart',
    about: 'It stops amid answers, and goes on with them.',
    begin: () => app?.restart(),
  };
  const troubles = createTroubleDesk(
    [
      ...listDiscordTroubles(discord),
      ...listTelegramTroubles(telegram),
      ...model.troubles,
      restart,
    ],
    clock,
  );
  const page = await servePage({ networks: [discord, telegram], troubles, port });
  app = await startRestartableApp(start).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });

  return {
    url: page.url,
    async stop() {
      await app.stop();
      await Promise.all([page.stop(), discord.stop(), telegram.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Adds places of the kinds that only some bots need: a forum, a channel with its discussion, topics
 * in the private chats; and a moderator.
 */
function addPlaces(discord: LocalDiscord, telegram: LocalTelegram): void {
  discord.controls.addForum('help-desk');
  discord.controls.addPerson('Kim', { isModerator: true });
  telegram.controls.addPerson('Kim', { isAdmin: true });
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
