import type { Pins } from '../../contracts/pins.ts';
import type { Clock } from '../../lib/clock.ts';
import { type ReadNearbyParts, readNearby } from '../intake/read-nearby.ts';
import type { PromptParts } from './build-prompt.ts';

/** The pins, and all that knows what was said around. */
export interface PromptSurroundingsParts extends ReadNearbyParts {
  readonly pins: Pick<Pins, 'list'>;
  readonly clock: Clock;
}

/** People wait for the answer meanwhile. */
const NEARBY_TIMEOUT_MS = 5_000;

/** Creates the sources of what stands in a prompt besides the conversation. */
export function createPromptSurroundings(
  parts: PromptSurroundingsParts,
): Required<Pick<PromptParts, 'pinsOf' | 'readNearby'>> {
  const { pins, clock } = parts;
  return {
    async pinsOf(channel) {
      const pinned = await pins.list(channel);
      return pinned.map(({ author, text, pinnedAt }) => ({
        author: author?.name ?? 'you',
        text,
        at: pinnedAt,
      }));
    },

    async readNearby(turn) {
      const timeout = new AbortController();
      const cancel = clock.after(NEARBY_TIMEOUT_MS, () => timeout.abort());
      return readNearby(parts, turn, timeout.signal).finally(cancel);
    },
  };
}
