import type { ConnectionMemory } from '../../../../contracts/platform.ts';
import { type Clock, sleep } from '../../../../lib/clock.ts';
import { fieldsReader, integerReader } from '../../../../lib/json-reader.ts';
import type { Log } from '../../../../lib/log.ts';
import { changeStored } from './change-stored.ts';

/** Waits until a shard may begin a session. Resolves early when `signal` aborts. */
export type WaitForIdentify = (
  shardId: number,
  maxConcurrency: number,
  signal: AbortSignal,
) => Promise<void>;

interface IdentifyTurnsParts {
  readonly memory: ConnectionMemory;
  /** The name of the platform. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly timeScale: number;
}

/** One identify in 5 s for each bucket: https://discord.com/developers/docs/events/gateway#sharding-max-concurrency. */
const GAP_MS = 5_000;
/** The way to Discord takes one identify longer than the next. */
const MARGIN_MS = 250;
/** The clocks of two machines differ: no time of another one makes this one wait for long. */
const LONGEST_WAIT_MS = 2 * GAP_MS;

const turnReader = fieldsReader({ at: integerReader }, 'at');

/**
 * Creates the turns of all processes that share the memory. Discord refuses a session that begins too early, which is
 * tried again, so a store that fails holds no shard back.
 */
export function createIdentifyTurns(parts: IdentifyTurnsParts): WaitForIdentify {
  const { memory, name, clock, log, timeScale } = parts;
  const { store } = memory;
  const gapMs = (GAP_MS + MARGIN_MS) * timeScale;

  /** Takes the turn of a bucket. Gives the milliseconds after which it may be tried again, 0 once it is taken. */
  async function take(key: string): Promise<number> {
    let waitMs = 0;
    await changeStored(store, {
      key,
      read: turnReader,
      decide(earlier) {
        waitMs = earlier ? earlier.at + gapMs - clock.now() : 0;
        return waitMs > 0 ? undefined : { at: clock.now() };
      },
    });
    return Math.max(0, Math.min(waitMs, LONGEST_WAIT_MS * timeScale));
  }

  return async (shardId, maxConcurrency, signal) => {
    const key = `connection:${name}:identify:${shardId % maxConcurrency}`;
    try {
      for (let waitMs = await take(key); waitMs > 0; waitMs = await take(key)) {
        await sleep(clock, waitMs, signal);
        if (signal.aborted) return;
      }
    } catch (error) {
      log.warn({ shard: shardId, error: String(error) }, 'discord: identify without a turn');
    }
  };
}
