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
import { createSimulatedNetwork } from '../../test/helpers/simulated-network.ts';
import { createPeer, type Policy } from './peers.ts';

export const RTT_MS = 200;
/** A usual model: 15 tokens a second. */
const TOKEN_MS = 66;
const TOKEN_CHARACTERS = 4;
/** Who makes a penalty longer with every call may never end; it counts as if it had by then. */
const LONGEST_MS = 600_000;
/** discord.js and discord.py wait so much longer than they were told. */
const LIBRARY_MARGIN_MS = 50;

export interface Scene {
  readonly platform: 'discord' | 'telegram';
  /** One for each reply; all begin at once, more or less. */
  readonly channels: readonly string[];
  readonly durationsMs: readonly number[];
  readonly budgetOf: (channelId: string, clock: FakeClock) => EditBudget;
}

export interface Outcome {
  /** Mean time that a character waits to be seen. */
  readonly lagMs: number;
  /** From the model's end until all of it stands. */
  readonly finalMs: number;
}

interface Growing {
  show(text: string): void;
  finish(text: string): Promise<void>;
}

/** Streams all replies of a scene in virtual time; without a policy, as Parley does. */
export async function simulate(scene: Scene, policy?: Policy): Promise<readonly Outcome[]> {
  const clock = createFakeClock(0);
  const limiter =
    scene.platform === 'discord' ? createDiscordLimiter(clock) : createTelegramLimiter(clock);
  const network = createSimulatedNetwork({ clock, limiter, latencyMs: () => RTT_MS });
  const replies = createReplies({ clock, log: silentLog });
  const shared = { writtenAt: Number.NEGATIVE_INFINITY, blockedUntil: 0 };
  const outcomes: Outcome[] = [];

  async function run(channelId: string, index: number): Promise<void> {
    const seen: { readonly characters: number; readonly at: number }[] = [];
    const note = (text: string) => seen.push({ characters: text.length, at: clock.now() });
    const growing = policy ? peer(policy, channelId, note) : parley(channelId, note);
    await sleep(clock, index * 170);
    const startedAt = clock.now();
    const tokens = Math.round((scene.durationsMs[index] ?? 0) / TOKEN_MS);
    for (let token = 1; token <= tokens; token++) {
      await sleep(clock, TOKEN_MS);
      growing.show('x'.repeat(token * TOKEN_CHARACTERS));
    }
    const endedAt = clock.now();
    await Promise.race([
      growing.finish('x'.repeat(tokens * TOKEN_CHARACTERS)),
      sleep(clock, LONGEST_MS),
    ]);
    const lags = Array.from({ length: tokens }, (_, token) => {
      const at =
        seen.find(({ characters }) => characters >= (token + 1) * TOKEN_CHARACTERS)?.at ??
        clock.now();
      return at - startedAt - (token + 1) * TOKEN_MS;
    });
    outcomes.push({
      lagMs: lags.reduce((sum, lag) => sum + lag, 0) / tokens,
      finalMs: clock.now() - endedAt,
    });
  }

  function parley(channelId: string, note: (text: string) => void): Growing {
    const surface = network.surface(channelId, scene.budgetOf(channelId, clock));
    const noted: typeof surface = {
      ...surface,
      async put(place, page, options) {
        const stands = await surface.put(place, page, options);
        note(page);
        return stands;
      },
    };
    return replies.open({ surface: noted, key: channelId, signal: new AbortController().signal });
  }

  function peer(peers: Policy, channelId: string, note: (text: string) => void): Growing {
    const emptyUntil = new Map<WriteMethod, number>();
    return createPeer(peers, {
      clock,
      shared,
      waitForLibrary: (method) => sleep(clock, (emptyUntil.get(method) ?? 0) - clock.now()),
      async send(method, text) {
        const { rateLimit } = await network.send({ method, channelId, messageId: channelId, text });
        if (rateLimit?.remaining === 0)
          emptyUntil.set(method, clock.now() + rateLimit.resetAfterMs + LIBRARY_MARGIN_MS);
        note(text);
      },
    });
  }

  const running = scene.channels.map(run);
  const all = Promise.all(running);
  while (outcomes.length < running.length) await clock.advance(60_000);
  await all;
  return outcomes;
}
