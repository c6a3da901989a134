import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { type LocalDiscord, startLocalDiscord } from '../../playground/discord/index.ts';
import { scaleLimits as scaleDiscord } from '../../playground/discord/limits.ts';
import { createLocalEnv } from '../../playground/local-env.ts';
import type { LocalNetwork, ShownMessage } from '../../playground/local-network.ts';
import {
  type LocalTelegram,
  type LocalTelegramOptions,
  startLocalTelegram,
} from '../../playground/telegram/index.ts';
import { scaleLimits as scaleTelegram } from '../../playground/telegram/limits.ts';
import { type App, startApp } from '../../src/app.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { Env } from '../../src/lib/env.ts';
import { silentLog } from '../../src/lib/log.ts';
import { GIVE_UP_MS } from './give-up-ms.ts';
import { waitFor } from './wait-for.ts';

/** Takes functions that run at the end of a test, as a test's context does. */
export interface Endings {
  after(end: () => Promise<unknown>): void;
}

/** The ends of each test, in the order of the starts. */
const pending = new WeakMap<Endings, (() => Promise<unknown>)[]>();

/**
 * Ends parts in the reverse order of their starts. The
 * test runner alone would use the order of the starts.
 */
function endWith(t: Endings, end: () => Promise<unknown>): void {
  const ends = pending.get(t) ?? [];
  if (ends.length === 0) {
    t.after(async () => {
      for (const last of ends.toReversed()) await last();
    });
  }
  ends.push(end);
  pending.set(t, ends);
}

/**
 * Shortens the windows of rate limits: 5 s become 250 ms. The numbers of calls stay the real ones.
 */
export const TIME_SCALE = 0.05;

/** Both running local networks. */
export interface LocalNetworks {
  readonly discord: LocalDiscord;
  readonly telegram: LocalTelegram;
  /** The variables that point at both networks. */
  readonly env: Env;
}

/**
 * Starts both local networks, with the limits of the
 * real ones in shorter windows. They end with the test.
 */
export async function startNetworks(
  t: Endings,
  options: Pick<LocalTelegramOptions, 'friends'> = {},
): Promise<LocalNetworks> {
  const [discord, telegram] = await Promise.all([
    startLocalDiscord({
      // A busy machine may need longer than the 3 s of Discord, which other tests measure by their own clock.
      limits: { ...scaleDiscord(TIME_SCALE), interactionAckMs: GIVE_UP_MS },
    }),
    startLocalTelegram({ isLocalMode: true, ...options, limits: scaleTelegram(TIME_SCALE) }),
  ]);
  endWith(t, () => Promise.all([discord.stop(), telegram.stop()]));
  const env = createLocalEnv({}, discord, telegram);
  return { discord, telegram, env };
}

/** As `startNetworks`, with a store on disk that survives the bot. */
export async function startNetworksAndDisk(t: Endings): Promise<LocalNetworks> {
  const networks = await startNetworks(t);
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  endWith(t, () => rm(folder, { recursive: true }));
  return {
    ...networks,
    env: { ...networks.env, STORE_URL: `sqlite:${join(folder, 'parley.sqlite')}` },
  };
}

/** The parts of the bot that a test may replace. */
type BotParts = Partial<
  Pick<Parameters<typeof startApp>[0], 'clock' | 'timeScale' | 'log' | 'logTail' | 'onStoreOpened'>
>;

/** Starts the whole bot in this process. It ends with the test. */
export async function startBot(t: Endings, env: Env, parts: BotParts = {}): Promise<App> {
  const app = await startApp({
    env,
    clock: systemClock,
    log: silentLog,
    timeScale: TIME_SCALE,
    ...parts,
    onLeaseLost: () => assert.fail('the lease was lost'),
  });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= app.stop());
  endWith(t, stop);
  return { stop };
}

/** Starts both networks and the bot. */
export async function startParley(t: Endings, env: Env = {}): Promise<LocalNetworks> {
  const networks = await startNetworks(t);
  await startBot(t, { ...networks.env, ...env });
  return networks;
}

/** As `startParley`, once for all tests of a suite. Call it inside `describe`. */
export function useParley(env: Env = {}): LocalNetworks {
  let end = async (): Promise<unknown> => undefined;
  let networks: LocalNetworks;
  before(async () => {
    networks = await startParley(
      {
        after(all) {
          end = all;
        },
      },
      env,
    );
  });
  after(() => end());
  return {
    get discord() {
      return networks.discord;
    },
    get telegram() {
      return networks.telegram;
    },
    get env() {
      return networks.env;
    },
  };
}

/**
 * Gives the id of the first room of a kind, whose name contains `name`.
 *
 * @throws When the network has no such room.
 */
export function roomOf(network: LocalNetwork, kind: string, name = ''): string {
  const room = network.rooms().find((each) => each.kind === kind && each.name.includes(name));
  if (!room) throw new Error(`${network.name} has no room ${kind} ${name}`);
  return room.id;
}

/** Gives the bot's messages in a room after a message, oldest first. */
export function botMessages(
  network: LocalNetwork,
  roomId: string,
  since?: ShownMessage,
): ShownMessage[] {
  const messages = network.history(roomId);
  const from = since ? messages.findIndex(({ id }) => id === since.id) + 1 : 0;
  return messages.slice(from).filter(({ author, draft }) => author.id === network.bot.id && !draft);
}

/** Waits for a message of the bot after `question` whose text matches `pattern`. */
export function waitForAnswer(
  network: LocalNetwork,
  question: ShownMessage,
  pattern: RegExp,
): Promise<ShownMessage> {
  const answers = () => botMessages(network, question.roomId, question);
  const beginnings = JSON.stringify(answers().map(({ text }) => text.slice(0, 80)));
  return waitFor(network, `an answer like ${pattern}; at first there was: ${beginnings}`, () =>
    answers().find(({ text }) => pattern.test(text)),
  );
}
