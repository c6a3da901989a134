import type { Channel } from '../../contracts/chat-message.ts';
import { createSlots } from '../../lib/slots.ts';

/** A limited number of slots, of which a single conversation gets at most half. */
export interface FairSlots {
  /**
   * Waits for a slot. Gives the function that gives it back, and `undefined` when the signal aborts or
   * the line is full.
   */
  take(channel: Channel, signal: AbortSignal): Promise<(() => void) | undefined>;
}

/** Creates `count` slots, for which at most `maxWaiting` callers of a conversation wait. */
export function createFairSlots(count: number, maxWaiting: number): FairSlots {
  const all = createSlots(count, maxWaiting);
  const shares = new Map<string, { slots: ReturnType<typeof createSlots>; callers: number }>();

  return {
    async take({ platform, id }, signal) {
      const key = JSON.stringify([platform, id]);
      const share = shares.get(key) ?? {
        slots: createSlots(Math.ceil(count / 2), maxWaiting),
        callers: 0,
      };
      shares.set(key, share);
      share.callers += 1;
      const leave = () => {
        share.callers -= 1;
        if (share.callers === 0) shares.delete(key);
      };

      if (!(await share.slots.take(signal))) {
        leave();
        return undefined;
      }
      const giveShare = () => {
        share.slots.give();
        leave();
      };
      if (!(await all.take(signal))) {
        giveShare();
        return undefined;
      }
      return () => {
        all.give();
        giveShare();
      };
    },
  };
}
