import type { Json } from '../json.ts';

/** How Discord divides the servers of a bot among connections, and how often the bot may begin a session. */
export interface Sharding {
  /** The number of shards that `GET /gateway/bot` recommends. */
  recommended: number;
  /** An identify with fewer shards is refused (4011). */
  required: number;
  /** The number of shards that may identify at the same time. */
  maxConcurrency: number;
  /** The sessions that the bot may still begin today. */
  remainingStarts: number;
}

/** The part of a bot's servers that one connection serves. */
export interface Shard {
  readonly id: number;
  readonly count: number;
}

/** Discord's number for most bots. */
export const STARTS_PER_DAY = 1_000;

/** The sharding of a bot in a few servers. */
export function createSharding(): Sharding {
  return { recommended: 1, required: 1, maxConcurrency: 1, remainingStarts: STARTS_PER_DAY };
}

/** Reads the field `shard` of an identify. `undefined`: there is no such shard. Absent: the only one. */
export function readShard({ shard }: Json): Shard | undefined {
  if (shard === undefined) return { id: 0, count: 1 };
  if (!Array.isArray(shard) || shard.length !== 2 || !shard.every(Number.isInteger))
    return undefined;
  const [id, count] = shard as [number, number];
  return count >= 1 && id >= 0 && id < count ? { id, count } : undefined;
}

/**
 * True if a shard gets the events of a server:
 * https://discord.com/developers/docs/events/gateway#sharding. Those of direct messages go to the first shard.
 */
export function servesGuild({ id, count }: Shard, guildId: string | undefined): boolean {
  return (guildId === undefined ? 0 : Number((BigInt(guildId) >> 22n) % BigInt(count))) === id;
}
