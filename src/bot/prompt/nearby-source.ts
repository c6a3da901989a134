import type { Clock } from '../../lib/clock.ts';
import { type ReadNearbyParts, readNearby } from '../intake/read-nearby.ts';
import type { PromptParts } from './build-prompt.ts';

/** All that knows what was said around a question. */
export interface NearbySourceParts extends ReadNearbyParts {
  readonly clock: Clock;
}

/** People wait for the answer meanwhile. */
const TIMEOUT_MS = 5_000;

/** Creates the source of what was said around a question. */
export function createNearbySource(
  parts: NearbySourceParts,
): Required<Pick<PromptParts, 'readNearby'>> {
  return {
    async readNearby(turn) {
      const timeout = new AbortController();
      const cancel = parts.clock.after(TIMEOUT_MS, () => timeout.abort());
      return readNearby(parts, turn, timeout.signal).finally(cancel);
    },
  };
}
