/** The first millisecond of 2015: Discord's ids count time from there. */
const DISCORD_EPOCH_MS = 1_420_070_400_000;

/** The smallest id that Discord can give at a time (https://discord.com/developers/docs/reference#snowflakes). */
export function snowflakeAt(unixMs: number): string {
  return String(BigInt(Math.max(0, Math.floor(unixMs) - DISCORD_EPOCH_MS)) << 22n);
}
