import type { EditBudget } from '../../src/contracts/reply-surface.ts';
import { sleep } from '../../src/lib/clock.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createReplies } from '../../src/replies/replies.ts';
import { createFakeClock, type FakeClock } from '../../test/helpers/fake-clock.ts';
import {
  createDiscordLimiter,
  createTelegramLimiter,
  type WriteMethod,
} from '../../test/helpers/simulated-limiters.ts';
import {
  createSimulatedNetwork,
  type SimulatedNetwork,
} from '../../test/helpers/simulated-network.ts';
import type { EditPolicy } from './peer-policies.ts';
import { createPeerReply } from './peer-reply.ts';

/** From a write to the answer of the platform. */
export const ROUND_TRIP_MS = 200;
/** A usual model: 15 tokens a second. */
const TOKEN_MS = 66;
const TOKEN_CHARACTERS = 4;
/** The time between the starts of two replies. */
const START_GAP_MS = 170;
/**
 * A reply counts as final after this time. Without it, a bot that makes its penalty longer with each
 * call might never end.
 */
const MAX_FINAL_LAG_MS = 600_000;
/** discord.js and discord.py wait this much longer than the platform demands. */
const LIBRARY_MARGIN_MS = 50;

/** Replies that go on side by side on one platform. */
export interface Scenario {
  readonly platform: 'discord' | 'telegram';
  /** The channel of each reply. The replies start almost at the same time. */
  readonly channelIds: readonly string[];
  /** The time that the model takes for each reply. */
  readonly durationsMs: readonly number[];
  readonly budgetOf: (channelId: string, clock: FakeClock) => EditBudget;
}

/** How long people wait for the text of one reply after the model has written it. */
export interface ReplyLags {
  /** The mean time until a character is visible. */
  readonly lagMs: number;
  /** From the model's last token until the whole text is visible. */
  readonly finalMs: number;
}

/** A reply of Parley or of a peer. */
interface StreamedReply {
  show(text: string): void;
  finish(text: string): Promise<void>;
}

/** Starts a reply in a channel. It calls `onShown` with each text that the platform has taken. */
type StartReply = (channelId: string, onShown: (text: string) => void) => StreamedReply;

/** A text of this length became visible at this time. */
interface ShownText {
  readonly characters: number;
  readonly at: number;
}

/**
 * Streams all replies of a scenario in virtual time, as the policy says; without one, as Parley
 * does.
 */
export async function simulateReplies(
  scenario: Scenario,
  policy?: EditPolicy,
): Promise<readonly ReplyLags[]> {
  const clock = createFakeClock(0);
  const limiter =
    scenario.platform === 'discord' ? createDiscordLimiter(clock) : createTelegramLimiter(clock);
  const network = createSimulatedNetwork({ clock, limiter, latencyMs: () => ROUND_TRIP_MS });
  const startReply = policy
    ? createPeerStarter(policy, network, clock)
    : createParleyStarter(scenario, network, clock);
  const allLags: ReplyLags[] = [];

  const running = scenario.channelIds.map(async (channelId, index) => {
    const startMs = index * START_GAP_MS;
    const tokens = Math.round((scenario.durationsMs[index] ?? 0) / TOKEN_MS);
    allLags.push(await streamReply(startReply, { channelId, startMs, tokens, clock }));
  });
  const allEnded = Promise.all(running);

  while (allLags.length < running.length) await clock.advance(60_000);
  await allEnded;
  return allLags;
}

interface StreamOptions {
  readonly channelId: string;
  readonly startMs: number;
  readonly tokens: number;
  readonly clock: FakeClock;
}

async function streamReply(
  startReply: StartReply,
  { channelId, startMs, tokens, clock }: StreamOptions,
): Promise<ReplyLags> {
  const shownTexts: ShownText[] = [];
  const reply = startReply(channelId, ({ length }) => {
    shownTexts.push({ characters: length, at: clock.now() });
  });

  await sleep(clock, startMs);
  const startedAt = clock.now();
  for (let token = 1; token <= tokens; token++) {
    await sleep(clock, TOKEN_MS);
    reply.show(textOf(token));
  }

  const endedAt = clock.now();
  await Promise.race([reply.finish(textOf(tokens)), sleep(clock, MAX_FINAL_LAG_MS)]);

  return {
    lagMs: meanLagMs(shownTexts, { startedAt, tokens, now: clock.now() }),
    finalMs: clock.now() - endedAt,
  };
}

/**
 * The mean lag of all tokens. A token that is not visible yet counts as if it became visible at
 * `now`.
 */
function meanLagMs(
  shownTexts: readonly ShownText[],
  { startedAt, tokens, now }: { startedAt: number; tokens: number; now: number },
): number {
  let sumMs = 0;
  for (let token = 1; token <= tokens; token++) {
    const shown = shownTexts.find(({ characters }) => characters >= token * TOKEN_CHARACTERS);
    const writtenAt = startedAt + token * TOKEN_MS;
    sumMs += (shown?.at ?? now) - writtenAt;
  }
  return sumMs / tokens;
}

function textOf(tokens: number): string {
  return 'x'.repeat(tokens * TOKEN_CHARACTERS);
}

function createParleyStarter(
  scenario: Scenario,
  network: SimulatedNetwork,
  clock: FakeClock,
): StartReply {
  const replies = createReplies({ clock, log: silentLog });

  return (channelId, onShown) => {
    const surface = network.surface(channelId, scenario.budgetOf(channelId, clock));
    const observedSurface: typeof surface = {
      ...surface,
      async put(message, page, options) {
        const shownMessage = await surface.put(message, page, options);
        onShown(page);
        return shownMessage;
      },
    };
    const { signal } = new AbortController();
    return replies.open({ surface: observedSurface, key: channelId, signal });
  };
}

function createPeerStarter(
  policy: EditPolicy,
  network: SimulatedNetwork,
  clock: FakeClock,
): StartReply {
  const state = { lastWriteAt: Number.NEGATIVE_INFINITY, blockedUntil: 0 };

  return (channelId, onShown) => {
    /** When the library lets the next call of a method pass. */
    const nextCallAt = new Map<WriteMethod, number>();

    return createPeerReply(policy, {
      clock,
      state,
      waitForLibrary: (method) => sleep(clock, (nextCallAt.get(method) ?? 0) - clock.now()),
      async send(method, text) {
        const { rateLimit } = await network.send({ method, channelId, messageId: channelId, text });
        if (rateLimit?.remaining === 0)
          nextCallAt.set(method, clock.now() + rateLimit.resetAfterMs + LIBRARY_MARGIN_MS);
        onShown(text);
      },
    });
  };
}
