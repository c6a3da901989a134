import type { ModelInfo } from '../contracts/provider.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import { failureActions } from './actions.ts';
import type { Health } from './health.ts';
import type { KeyRing } from './key-ring.ts';
import type { ModelTarget } from './model-target.ts';

/** Asks providers for their models, and remembers the lists. */
export interface ModelDiscovery {
  /**
   * Gives the provider's list, and waits only for its first answer. Empty: it lists none, or
   * failed. Never rejects.
   */
  listModels(provider: KeyRing): Promise<readonly ModelInfo[]>;
  /** The list as it is now. Empty: the provider lists no models, or has not answered yet. */
  currentList(provider: KeyRing): readonly ModelInfo[];
  /** Why the newest list could not be read. `undefined`: it was, or nothing was asked yet. */
  failureOf(provider: KeyRing): string | undefined;
  /** The provider's description of a model that it lists. */
  infoOf(target: ModelTarget): ModelInfo | undefined;
}

interface DiscoveryParts {
  readonly health: Health;
  readonly clock: Clock;
  readonly log: Log;
}

interface Entry {
  models?: readonly ModelInfo[];
  byId?: ReadonlyMap<string, ModelInfo>;
  freshUntil: number;
  pending?: Promise<void>;
  failure?: string;
}

const FRESH_MS = 10 * 60_000;
/** A provider that may be down is not asked for its list at every question. */
const FRESH_AFTER_FAILURE_MS = 30_000;
const LIST_TIMEOUT_MS = 10_000;

/** Makes a memory of lists. Each stays fresh for ten minutes. */
export function createModelDiscovery({ health, clock, log }: DiscoveryParts): ModelDiscovery {
  const entries = new WeakMap<KeyRing, Entry>();

  const refresh = async (provider: KeyRing, entry: Entry) => {
    const timeout = {
      clock,
      timeoutMs: LIST_TIMEOUT_MS,
      onTimeout: () => createTimeoutError(provider.name),
    };
    try {
      const models = await withTimeout(timeout, (signal) =>
        requestModels(provider, health, signal),
      );
      entry.models = models;
      entry.byId = new Map(models.map((info) => [info.id, info]));
      entry.freshUntil = clock.now() + FRESH_MS;
      delete entry.failure;
    } catch (error) {
      entry.models ??= [];
      entry.freshUntil = clock.now() + FRESH_AFTER_FAILURE_MS;
      entry.failure =
        error instanceof ProviderError ? error.message : 'Its list could not be read.';
      log.warn({ provider: provider.name, error: String(error) }, 'router: model list failed');
    } finally {
      delete entry.pending;
    }
  };

  return {
    async listModels(provider) {
      const entry = entries.get(provider) ?? { freshUntil: 0 };
      entries.set(provider, entry);
      if (clock.now() >= entry.freshUntil) entry.pending ??= refresh(provider, entry);

      // An old list is good enough until the new one is there.
      if (entry.models === undefined) await entry.pending;
      return entry.models ?? [];
    },

    currentList: (provider) => entries.get(provider)?.models ?? [],
    failureOf: (provider) => entries.get(provider)?.failure,
    infoOf: ({ provider, model }) => entries.get(provider)?.byId?.get(model),
  };
}

/**
 * Asks under one key after another, until a key is not refused.
 *
 * @throws The provider's error for the last key.
 */
async function requestModels(
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
      if (!(error instanceof ProviderError)) break;
      if (!failureActions[error.kind].steps.includes('other key')) break;

      provider.moveToEnd(key);
      // A list belongs to no model: the empty name keeps its failures apart from those of answers.
      health.trackAttempt({ target: { provider, model: '' }, key }).recordFailure(error);
    }
  }
  throw failure;
}

function createTimeoutError(provider: string): ProviderError {
  const seconds = LIST_TIMEOUT_MS / 1_000;
  return new ProviderError(`${provider} did not list its models within ${seconds} s.`, {
    kind: 'timeout_total',
    provider,
  });
}
