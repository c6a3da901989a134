import type { ModelInfo } from '../contracts/provider.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { failureActions } from './actions.ts';
import type { Health } from './health.ts';
import type { KeyRing } from './key-ring.ts';

/** The models of each provider, remembered. */
export interface ModelDiscovery {
  /** Never rejects; waits only for the first answer of the provider. Empty: it lists none, or has not answered yet. */
  models(provider: KeyRing): Promise<readonly ModelInfo[]>;
  /** What is known without waiting. */
  known(provider: KeyRing): readonly ModelInfo[];
  about(provider: KeyRing, model: string): ModelInfo | undefined;
}

interface DiscoveryParts {
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Log;
}

const FRESH_MS = 10 * 60_000;
/** A provider that failed is not asked at every question, as long as it may be down. */
const FRESH_AFTER_FAILURE_MS = 30_000;
const LONGEST_WAIT_MS = 10_000;

interface Entry {
  models?: readonly ModelInfo[];
  byId?: ReadonlyMap<string, ModelInfo>;
  freshUntil: number;
  pending?: Promise<void>;
}

export function createModelDiscovery({ health, clock, log }: DiscoveryParts): ModelDiscovery {
  const entries = new WeakMap<KeyRing, Entry>();

  const ask = async (provider: KeyRing, entry: Entry) => {
    const tooLong = new AbortController();
    const cancel = clock.after(LONGEST_WAIT_MS, () => tooLong.abort());
    try {
      entry.models = await list(provider, health, tooLong.signal);
      entry.byId = new Map(entry.models.map((info) => [info.id, info]));
      entry.freshUntil = clock.now() + FRESH_MS;
    } catch (error) {
      entry.models ??= [];
      entry.freshUntil = clock.now() + FRESH_AFTER_FAILURE_MS;
      log.warn(
        { provider: provider.name, error: String(error) },
        'cannot list the models of a provider',
      );
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
    about: (provider, model) => entries.get(provider)?.byId?.get(model),
  };
}

/** As the first key that is not refused tells them. */
async function list(
  provider: KeyRing,
  health: Health,
  signal: AbortSignal,
): Promise<readonly ModelInfo[]> {
  let failure: unknown;
  for (const key of provider.keys()) {
    try {
      return await key.provider.models(signal);
    } catch (error) {
      failure = error;
      if (!(error instanceof ProviderError && failureActions[error.kind].steps.includes('key')))
        break;
      provider.putLast(key);
      health.startAttempt({ target: { provider, model: '' }, key }).failed(error);
    }
  }
  throw failure;
}
