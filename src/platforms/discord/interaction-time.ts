import type { Interaction } from '../../contracts/address.ts';

/** Discord takes answers to an interaction for this long. */
const TOKEN_LIFETIME_MS = 15 * 60_000;
/** 2015, from which Discord's ids count time: https://discord.com/developers/docs/reference#snowflakes */
const EPOCH_MS = 1_420_070_400_000;
/** Discord waits no longer for the first answer, so what is older on its arrival is not worth a hurry. */
const ANSWERED_WITHIN_MS = 3_000;
/** Few, because clocks drift and are set. */
const COMPARED_DELAYS = 20;

/** The end of the right to answer an interaction; Unix milliseconds. */
export function interactionEnd(madeAt: number): number {
  return madeAt + TOKEN_LIFETIME_MS;
}

/** The time at which an interaction was made; Unix milliseconds. */
export function interactionStart({ expiresAt }: Pick<Interaction, 'expiresAt'>): number {
  return expiresAt - TOKEN_LIFETIME_MS;
}

/** Tells when an interaction was made, by the clock of this machine. Unix milliseconds. */
type FindInteractionTime = (id: string, receivedAt: number) => number;

/**
 * Creates a function that reads the time out of ids. Discord's clock and ours differ, so the fastest of the last
 * interactions counts as received at once.
 */
export function createInteractionTimes(): FindInteractionTime {
  let delays: readonly number[] = [];

  return (id, receivedAt) => {
    // Servers that are compatible with Discord may have other ids.
    if (!/^\d{17,20}$/.test(id)) return receivedAt;

    const delayMs = receivedAt - Number(BigInt(id) >> 22n) - EPOCH_MS;
    delays = [...delays, delayMs].slice(-COMPARED_DELAYS);
    const ageMs = delayMs - Math.min(...delays);
    return ageMs < ANSWERED_WITHIN_MS ? receivedAt - ageMs : receivedAt;
  };
}
