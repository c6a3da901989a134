/** Bits of the gateway's intents that the local Discord has events for, and of the privileged ones. */
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

/** Bits 17 to 19, 22 and 23 have never meant anything. */
const KNOWN = 0b11_0011_0001_1111_1111_1111_1111;

export function areIntentsValid(value: unknown): value is number {
  return (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= 0 &&
    (value & ~KNOWN) === 0 &&
    value <= KNOWN
  );
}
