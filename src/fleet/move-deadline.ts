import type { InboundEvent } from '../contracts/inbox.ts';

/** Clocks are not compared more exactly than this. */
const LEAST_MS = 250;

/** Converts the time until which an event may be answered to a clock that is ahead of the one by which it was written. */
export function moveDeadline(event: InboundEvent, aheadMs: number): InboundEvent {
  if (!('address' in event) || Math.abs(aheadMs) < LEAST_MS) return event;
  const { address } = event;
  const { interaction } = address;
  // Without an end, it is 0.
  if (!interaction || interaction.expiresAt === 0) return event;
  const moved = { ...interaction, expiresAt: interaction.expiresAt + aheadMs };
  return { ...event, address: { ...address, interaction: moved } };
}
