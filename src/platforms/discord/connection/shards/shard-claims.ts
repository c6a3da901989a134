import type { ConnectionMemory } from '../../../../contracts/platform.ts';
import { type Clock, sleep } from '../../../../lib/clock.ts';
import { fieldsReader, textReader } from '../../../../lib/json-reader.ts';
import type { Log } from '../../../../lib/log.ts';
import { changeStored } from './change-stored.ts';
import type { Shard } from './shard.ts';

/** Lets one process at a time read the events of a shard: two would read all of them twice. */
export interface ShardClaims {
  /**
   * Waits until no living process has the shard, and takes it. `onHeld` is called when another one has it.
   * `false`: `signal` aborted first.
   */
  take(shard: Shard, signal: AbortSignal, onHeld: () => void): Promise<boolean>;
  /** Gives the shard to the one that waits for it. Never rejects. */
  release(shard: Shard): Promise<void>;
}

interface ShardClaimsParts {
  readonly memory: ConnectionMemory;
  /** The name of the platform. */
  readonly name: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A release is told at once; this is for what got lost. */
const LOOK_AGAIN_MS = 5_000;

const claimReader = fieldsReader({ owner: textReader(100) }, 'owner');

/** Creates the claims in the store that the processes share. */
export function createShardClaims({ memory, name, clock, log }: ShardClaimsParts): ShardClaims {
  const { store, fleet } = memory;
  const topic = `discord-shards:${name}`;
  const keyOf = ({ id, count }: Shard) => `connection:${name}:shard:${id}/${count}`;

  /** Gives the living owner. `undefined`: this process has it now. */
  async function tryToTake(shard: Shard): Promise<string | undefined> {
    const { self } = fleet;
    const isAlive = (owner: string) => fleet.members().some(({ id }) => id === owner);
    const claim = await changeStored(store, {
      key: keyOf(shard),
      read: claimReader,
      decide: (held) => (held && isAlive(held.owner) ? undefined : { owner: self.id }),
    });
    return claim?.owner === self.id ? undefined : claim?.owner;
  }

  /** Resolves when the owner of a shard may have changed. */
  async function waitForChange(signal: AbortSignal): Promise<void> {
    const changed = new AbortController();
    const onChange = () => changed.abort();
    const ends = [fleet.onMembers(onChange), fleet.onTold(topic, onChange)];
    await sleep(clock, LOOK_AGAIN_MS, AbortSignal.any([signal, changed.signal]));
    for (const end of ends) end();
  }

  return {
    async take(shard, signal, onHeld) {
      let loggedOwner: string | undefined;
      while (!signal.aborted) {
        const owner = await tryToTake(shard).catch((error: unknown) => {
          log.warn({ shard: shard.id, error: String(error) }, 'discord: shard not claimed yet');
          return loggedOwner ?? 'unknown';
        });
        if (owner === undefined) return true;
        if (owner !== loggedOwner && owner !== 'unknown') {
          loggedOwner = owner;
          log.info(
            { shard: shard.id, shards: shard.count, process: owner },
            'discord: another process reads this shard, waiting until it ends',
          );
        }
        onHeld();
        await waitForChange(signal);
      }
      return false;
    },

    async release(shard) {
      try {
        await store.swap(keyOf(shard), { owner: fleet.self.id }, undefined);
        fleet.tell(topic, {});
      } catch (error) {
        log.warn({ shard: shard.id, error: String(error) }, 'discord: shard not released');
      }
    },
  };
}
