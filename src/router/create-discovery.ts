import type { ModelInfo } from '../contracts/provider.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import type { KeyRing } from './key-ring.ts';

/** The models of each provider, remembered. */
export interface Discovery {
  /** Never rejects; waits only for the first answer of the provider. Empty: it lists none, or has not answered yet. */
  models(provider: KeyRing): Promise<readonly ModelInfo[]>;
  /** What is known without waiting. */
  known(provider: KeyRing): readonly ModelInfo[];
}

const FRESH_MS = 10 * 60_000;
/** A provider that failed is not asked at every question, as long as it may be down. */
const FRESH_AFTER_FAILURE_MS = 30_000;
const LONGEST_WAIT_MS = 10_000;

interface Entry {
  models?: readonly ModelInfo[];
  freshUntil: number;
  pending?: Promise<void>;
}

export function createDiscovery({ clock, log }: { readonly clock: Clock; readonly log: Log }): Discovery {
  const entries = new WeakMap<KeyRing, Entry>();

  const ask = async (provider: KeyRing, entry: Entry) => {
    const tooLong = new AbortController();
    const cancel = clock.after(LONGEST_WAIT_MS, () => tooLong.abort());
    try {
      entry.models = await provider.models(tooLong.signal);
      entry.freshUntil = clock.now() + FRESH_MS;
    } catch (error) {
      entry.models ??= [];
      entry.freshUntil = clock.now() + FRESH_AFTER_FAILURE_MS;
      log.warn({ provider: provider.name, error: String(error) }, 'cannot list the models of a provider');
    } finally {
      cancel();
      delete entry.pending;
    }
  };

  return {
    async models(provider) {
      const entry = entries.get(provider) ?? { freshUntil: 0 };
      entries.set(provider, entry);
      if (clock.now() >= entry.freshUntil) entry.pending ??= ask(provider, entry);
      // An old list is good enough for now: nobody waits for the new one.
      if (entry.models === undefined) await entry.pending;
      return entry.models ?? [];
    },
    known: (provider) => entries.get(provider)?.models ?? [],
  };
}
