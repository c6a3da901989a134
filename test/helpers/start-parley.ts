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
import { waitFor } from './wait-for.ts';

/** Where what was started is ended: a test's context. */
export interface Endings {
  after(end: () => Promise<unknown>): void;
}

const pending = new WeakMap<Endings, (() => Promise<unknown>)[]>();

/** Ends what was started last first: the test runner would end it in the order in which it was started. */
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

/** Windows of 5 s become 250 ms. The numbers of calls stay the real ones. */
export const TIME_SCALE = 0.05;

export interface LocalNetworks {
  readonly discord: LocalDiscord;
  readonly telegram: LocalTelegram;
  /** What a `.env` that points at both would hold. */
  readonly env: Env;
}

/** Both local networks, with the limits of the real ones in shorter windows. They end with the test. */
export async function startNetworks(
  t: Endings,
  options: Pick<LocalTelegramOptions, 'friends'> = {},
): Promise<LocalNetworks> {
  const [discord, telegram] = await Promise.all([
    startLocalDiscord({ limits: scaleDiscord(TIME_SCALE) }),
    startLocalTelegram({ ...options, limits: scaleTelegram(TIME_SCALE) }),
  ]);
  endWith(t, () => Promise.all([discord.stop(), telegram.stop()]));
  const env = createLocalEnv({}, discord, telegram);
  return { discord, telegram, env };
}

/** As `startNetworks`, with a store that survives the bot. */
export async function startNetworksAndDisk(t: Endings): Promise<LocalNetworks> {
  const networks = await startNetworks(t);
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  endWith(t, () => rm(folder, { recursive: true }));
  return {
    ...networks,
    env: { ...networks.env, STORE_URL: `sqlite:${join(folder, 'parley.sqlite')}` },
  };
}

/** The whole bot in this process, connected to the networks. It ends with the test. */
export async function startBot(t: Endings, env: Env): Promise<App> {
  const app = await startApp({
    env,
    clock: systemClock,
    log: silentLog,
    timeScale: TIME_SCALE,
    onLeaseLost: () => assert.fail('the lease was lost'),
  });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= app.stop());
  endWith(t, stop);
  return { stop };
}

/** Everything that most tests need. */
export async function startParley(t: Endings, env: Env = {}): Promise<LocalNetworks> {
  const networks = await startNetworks(t);
  await startBot(t, { ...networks.env, ...env });
  return networks;
}

/** The same for all tests of a suite: call it inside `describe`. */
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

export function roomOf(network: LocalNetwork, kind: string, name?: string): string {
  const room = network
    .rooms()
    .find((one) => one.kind === kind && (name === undefined || one.name.includes(name)));
  if (!room) throw new Error(`${network.name} has no room ${kind} ${name ?? ''}`);
  return room.id;
}

/** What the bot wrote in a room since a message, oldest first. */
export function botMessages(
  network: LocalNetwork,
  roomId: string,
  since?: ShownMessage,
): ShownMessage[] {
  const messages = network.history(roomId);
  const from = since ? messages.findIndex(({ id }) => id === since.id) + 1 : 0;
  return messages.slice(from).filter(({ author, draft }) => author.id === network.bot.id && !draft);
}

/** Waits for a message of the bot after `question` whose text fits. */
export function waitForAnswer(
  network: LocalNetwork,
  question: ShownMessage,
  fits: RegExp,
): Promise<ShownMessage> {
  return waitFor(
    network,
    `an answer like ${fits}, there is: ${JSON.stringify(texts(network, question))}`,
    () => botMessages(network, question.roomId, question).find(({ text }) => fits.test(text)),
  );
}

function texts(network: LocalNetwork, question: ShownMessage): string[] {
  return botMessages(network, question.roomId, question).map(({ text }) => text.slice(0, 80));
}
