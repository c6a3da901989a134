/** The part of a bot's servers that one connection serves: https://discord.com/developers/docs/events/gateway#sharding. */
export interface Shard {
  readonly id: number;
  /** The number of parts. */
  readonly count: number;
}
