/**
 * The bits of the gateway's intents: those of the local Discord's events, and the privileged ones.
 */
export const intentBit = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  guildMessageTyping: 1 << 11,
  directMessages: 1 << 12,
  directMessageReactions: 1 << 13,
  directMessageTyping: 1 << 14,
  messageContent: 1 << 15,
} as const;

/** The bits 17 to 19, 22 and 23 have no meaning. */
const VALID_BITS = 0b11_0011_0001_1111_1111_1111_1111;

/** True when a value is a bit field of intents that exist. */
export function areIntentsValid(value: unknown): value is number {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 0 &&
    (value & ~VALID_BITS) === 0 &&
    value <= VALID_BITS
  );
}
