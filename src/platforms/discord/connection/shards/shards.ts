import type { ConnectionMemory, OnConnection } from '../../../../contracts/platform.ts';
import type { Clock } from '../../../../lib/clock.ts';
import { createKeyedLock } from '../../../../lib/keyed-lock.ts';
import type { Log } from '../../../../lib/log.ts';
import type { Gateway } from '../gateway.ts';
import type { ShardWish } from './read-shards.ts';
import type { Shard } from './shard.ts';
import { createShardClaims } from './shard-claims.ts';
import { createShardCount } from './shard-count.ts';
import { openShardSession, type ShardSession } from './shard-session.ts';
import { createShardStates } from './shard-states.ts';

/** The connections of this process: one for each shard that it reads. */
export interface Shards {
  /**
   * Resolves when the first of them is connected, or when other processes read all of them. The others connect in the
   * background.
   *
   * @throws As `Gateway.open`.
   */
  open(): Promise<void>;
  /** Closes all of them, so that another process may go on with their sessions. */
  close(): Promise<void>;
}

interface ShardsParts {
  readonly wish: ShardWish;
  readonly memory: ConnectionMemory;
  /** `false`: no other process will read the memory. */
  readonly isShared: boolean;
  /** The name of the platform. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly onConnection: OnConnection;
  /** Asks Discord how many shards it recommends. */
  askForCount(): Promise<number>;
  createGateway(session: ShardSession, more: GatewayMore): Gateway;
}

interface GatewayMore {
  readonly onConnection: OnConnection;
  onShardingRequired(): void;
}

/** A shard that this process reads, or waits for. */
interface RunningShard {
  readonly shard: Shard;
  /** Resolves when it is connected, or another process has it. Rejects when it can never connect. */
  readonly settled: Promise<void>;
  stop(): Promise<void>;
}

/** Creates the connections, not open yet. */
export function createShards(parts: ShardsParts): Shards {
  const { wish, memory, name, clock, log } = parts;
  const { fleet } = memory;
  const claims = createShardClaims({ memory, name, clock, log });
  const counts = createShardCount({ memory, name });
  const states = createShardStates(parts.onConnection);
  const running = new Map<string, RunningShard>();
  const inTurn = createKeyedLock();
  const ends: (() => void)[] = [];
  let isClosed = false;
  const keyOf = ({ id, count }: Shard) => `${id}/${count}`;

  function start(shard: Shard): RunningShard {
    const stopping = new AbortController();
    const settled = Promise.withResolvers<void>();
    settled.promise.catch(() => {});
    let opened: { readonly gateway: Gateway; readonly session: ShardSession } | undefined;
    let isTaken = false;

    async function run(): Promise<void> {
      isTaken = await claims.take(shard, stopping.signal, settled.resolve);
      if (!isTaken) return;
      const { isShared } = parts;
      const session = await openShardSession({ memory, isShared, name, shard, clock, log });
      const gateway = parts.createGateway(session, {
        onConnection: states.of(shard),
        onShardingRequired: () => void divideAgain(shard.count),
      });
      opened = { session, gateway };
      if (!stopping.signal.aborted) await gateway.open();
      settled.resolve();
    }

    const done = run().catch(async (error: unknown) => {
      settled.reject(error);
      if (stopping.signal.aborted) return;
      // Another process may do better.
      await opened?.session.close();
      if (isTaken) await claims.release(shard);
      const reason = error instanceof Error ? error.message : String(error);
      if (shard.count > 1) log.error({ shard: shard.id, error: reason }, 'discord: shard ended');
      states.of(shard)({ state: 'left out', problem: reason });
    });

    return {
      shard,
      settled: settled.promise,
      async stop() {
        stopping.abort();
        opened?.session.handled.stop();
        // It connects no more.
        if (!opened) await done;
        await opened?.gateway.close();
        await opened?.session.close();
        if (isTaken) await claims.release(shard);
        states.forget(shard);
      },
    };
  }

  /** The shards that this process should read now. */
  async function listWanted(refused?: number): Promise<readonly Shard[]> {
    if (wish.kind === 'one') return [{ id: 0, count: 1 }];
    if (wish.kind === 'fixed') return wish.ids.map((id) => ({ id, count: wish.count }));

    const count = await counts.agree(await parts.askForCount(), refused);
    const readers = fleet.members().filter(({ role }) => role !== 'worker');
    const index = readers.findIndex(({ id }) => id === fleet.self.id);
    return Array.from({ length: count }, (_, id) => ({ id, count })).filter(
      ({ id }) => id % Math.max(1, readers.length) === Math.max(0, index),
    );
  }

  /** Ends the shards that belong to others now, and starts those that belong to this process. */
  async function divide(refused?: number): Promise<void> {
    if (isClosed) return;
    const wanted = await listWanted(refused);
    if (isClosed) return;
    const wantedKeys = new Set(wanted.map(keyOf));
    const surplus = [...running].filter(([key]) => !wantedKeys.has(key));
    const missing = wanted.filter((shard) => !running.has(keyOf(shard)));
    if (wanted.length > 1 && (surplus.length > 0 || missing.length > 0)) {
      const shards = wanted.map(({ id }) => id).join(',');
      log.info({ shards, of: wanted[0]?.count }, 'discord: this process reads these shards');
    }

    // The others wait for these, but not for those that this process begins.
    for (const shard of missing) running.set(keyOf(shard), start(shard));
    for (const [key] of surplus) running.delete(key);
    await Promise.all(surplus.map(([, each]) => each.stop()));
  }

  async function divideAgain(refused?: number): Promise<void> {
    await inTurn('divide', () => divide(refused)).catch((error: unknown) =>
      log.warn({ error: String(error) }, 'discord: shards not divided anew'),
    );
  }

  return {
    async open() {
      await inTurn('divide', () => divide());
      if (wish.kind === 'auto') {
        ends.push(fleet.onMembers(() => void divideAgain()));
        ends.push(counts.watch(() => void divideAgain()));
      }
      while (running.size > 0) {
        const shards = [...running.values()];
        const failure = await firstSettled(shards);
        if (!failure) return;
        // Discord refused the number, and there are others meanwhile.
        await inTurn('divide', async () => {});
        const areSame = [...running.values()].every((each) => shards.includes(each));
        if (areSame) throw failure.cause;
      }
    },

    async close() {
      isClosed = true;
      for (const end of ends) end();
      await Promise.all([...running.values()].map((each) => each.stop()));
      running.clear();
    },
  };
}

/** Resolves when one is settled; with the cause when none can be. */
async function firstSettled(
  shards: readonly RunningShard[],
): Promise<{ readonly cause: unknown } | undefined> {
  try {
    await Promise.any(shards.map(({ settled }) => settled));
    return undefined;
  } catch (error) {
    return { cause: (error as AggregateError).errors[0] };
  }
}
