import type { ProviderErrorKind } from '../contracts/provider.ts';
import type { Fallbacks } from '../contracts/routing.ts';

/**
 * Where to go on after a failure:
 * - `again`: the same model after a pause, under the key that is free first
 * - `key`: the same model under another key
 * - `target`: another model of the alias
 * - `fallback`: the next of the fallbacks
 */
export type RetryStep = 'again' | 'key' | 'target' | 'fallback';

/** What is guilty. Under `model`, it is the model under every key. */
export type CooldownScope = 'provider' | 'key' | 'model' | 'key of model';

export interface FailureAction {
  /** The first that is possible counts. */
  readonly steps: readonly RetryStep[];
  /** From now on these are the fallbacks; else they stay what they are, at first the general ones. */
  readonly fallbacks?: keyof Fallbacks;
  /** What is left alone afterwards, while others can answer. */
  readonly cooldown?: {
    readonly scope: CooldownScope;
    /** Absent: as long as the back end asks, else short, and longer each time. */
    readonly ms?: number;
    /** One failure proves nothing: only when most of the last answers failed. */
    readonly needsSeveralFailures?: true;
  };
}

/** A person has to do something about it. */
const LONG_MS = 10 * 60_000;

/** Overloaded servers, broken pipes: they may be well in a moment, so nobody hears of another model too soon. */
const AGAIN_FIRST = ['again', 'target', 'fallback'] as const;
const ANOTHER_KEY = ['key', 'target', 'fallback'] as const;
const ANOTHER_MODEL = ['target', 'fallback'] as const;

/** What each kind of failure leads to. */
export const failureActions: Readonly<Record<ProviderErrorKind, FailureAction>> = {
  auth: { steps: ANOTHER_KEY, cooldown: { scope: 'key', ms: LONG_MS } },
  payment: { steps: ANOTHER_KEY, cooldown: { scope: 'key', ms: LONG_MS } },
  permission: { steps: ANOTHER_KEY, cooldown: { scope: 'key of model', ms: LONG_MS } },
  not_found: { steps: ANOTHER_MODEL, cooldown: { scope: 'model', ms: LONG_MS } },
  // People rather wait for a moment than get a model that they did not choose.
  rate_limit: {
    steps: ['key', 'target', 'again', 'fallback'],
    cooldown: { scope: 'key of model' },
  },
  overloaded: { steps: AGAIN_FIRST, cooldown: { scope: 'model' } },
  server: { steps: AGAIN_FIRST, cooldown: { scope: 'model', needsSeveralFailures: true } },
  truncated: { steps: AGAIN_FIRST, cooldown: { scope: 'model', needsSeveralFailures: true } },
  empty: { steps: AGAIN_FIRST },
  // It may have been a moment without a network, but that takes long to notice.
  connect: {
    steps: ['target', 'fallback', 'again'],
    cooldown: { scope: 'provider', needsSeveralFailures: true },
  },
  // Who has waited so long in silence would have to wait as long once more.
  timeout_first: { steps: ANOTHER_MODEL, cooldown: { scope: 'model', needsSeveralFailures: true } },
  timeout_idle: { steps: ANOTHER_MODEL, cooldown: { scope: 'model', needsSeveralFailures: true } },
  timeout_total: { steps: ANOTHER_MODEL, cooldown: { scope: 'model', needsSeveralFailures: true } },
  protocol: { steps: ANOTHER_MODEL, cooldown: { scope: 'model', needsSeveralFailures: true } },
  // Others take what this one does not know.
  bad_request: { steps: ANOTHER_MODEL },
  too_large: { steps: ANOTHER_MODEL },
  context_length: { steps: ANOTHER_MODEL, fallbacks: 'largerContext' },
  content_filter: { steps: ['fallback'], fallbacks: 'policy' },
  canceled: { steps: [] },
};
