import type { ConnectionMemory } from '../../../../contracts/platform.ts';
import { fieldsReader, integerReader } from '../../../../lib/json-reader.ts';
import { changeStored } from './change-stored.ts';

/** The number of shards that all processes of a bot divide among them. */
export interface ShardCount {
  /**
   * Agrees on a number with the other processes. A process that is alone takes what Discord recommends; the others go on
   * with the number that is in use, unless Discord refuses it (`refused`).
   */
  agree(recommended: number, refused?: number): Promise<number>;
  /** Calls `onChange` when another process has changed it. Gives the function that ends it. */
  watch(onChange: () => void): () => void;
}

interface ShardCountParts {
  readonly memory: ConnectionMemory;
  /** The name of the platform. */
  readonly name: string;
}

/** Discord recommends one for each 1,000 servers, and refuses one for more than 2,500. */
const MOST_PER_SHARD = 2;
const countReader = fieldsReader({ count: integerReader }, 'count');

/** Creates the agreement in the store that the processes share. */
export function createShardCount({ memory, name }: ShardCountParts): ShardCount {
  const { store, fleet } = memory;
  const key = `connection:${name}:shards`;
  const topic = `discord-shard-count:${name}`;
  const isAlone = () => fleet.members().filter(({ role }) => role !== 'worker').length < 2;

  function isKept(count: number, recommended: number, refused: number | undefined): boolean {
    if (count === refused) return false;
    return count === recommended || (!isAlone() && recommended <= count * MOST_PER_SHARD);
  }

  return {
    async agree(recommended, refused) {
      const next = refused === recommended ? recommended * MOST_PER_SHARD : recommended;
      let isNew = false;
      const agreed = await changeStored(store, {
        key,
        read: countReader,
        decide(used) {
          isNew = !used || !isKept(used.count, recommended, refused);
          return isNew ? { count: next } : undefined;
        },
      });
      if (isNew) fleet.tell(topic, {});
      return agreed?.count ?? next;
    },

    watch: (onChange) => fleet.onTold(topic, onChange),
  };
}
