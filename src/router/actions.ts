import type { ProviderErrorKind } from '../contracts/provider.ts';
import type { Fallbacks } from '../contracts/routing.ts';

/**
 * Where to go on after a failure:
 * - `again`: the same model after a pause, under the key that is free first
 * - `key`: the same model under another key
 * - `target`: another model of the alias
 * - `fallback`: the next of the fallbacks
 */
export type Move = 'again' | 'key' | 'target' | 'fallback';

/** What is guilty. Under `model`, it is the model under every key. */
export type Scope = 'provider' | 'key' | 'model' | 'key of model';

export interface Action {
  /** The first that is possible counts. */
  readonly moves: readonly Move[];
  /** From now on these are the fallbacks; else they stay what they are, at first the general ones. */
  readonly fallbacks?: keyof Fallbacks;
  /** What is left alone afterwards, while others can answer. */
  readonly rests?: {
    readonly scope: Scope;
    /** Absent: as long as the back end asks, else short, and longer each time. */
    readonly ms?: number;
    /** One failure proves nothing: only when most of the last answers failed. */
    readonly isCounted?: true;
  };
}

/** A person has to do something about it. */
const LONG_MS = 10 * 60_000;

/** Overloaded servers, broken pipes: they may be well in a moment, so nobody hears of another model too soon. */
const AGAIN_FIRST = ['again', 'target', 'fallback'] as const;
const ANOTHER_KEY = ['key', 'target', 'fallback'] as const;
const ANOTHER_MODEL = ['target', 'fallback'] as const;

/** What each kind of failure leads to. */
export const actions: Readonly<Record<ProviderErrorKind, Action>> = {
  auth: { moves: ANOTHER_KEY, rests: { scope: 'key', ms: LONG_MS } },
  payment: { moves: ANOTHER_KEY, rests: { scope: 'key', ms: LONG_MS } },
  permission: { moves: ANOTHER_KEY, rests: { scope: 'key of model', ms: LONG_MS } },
  not_found: { moves: ANOTHER_MODEL, rests: { scope: 'model', ms: LONG_MS } },
  // People rather wait for a moment than get a model that they did not choose.
  rate_limit: { moves: ['key', 'target', 'again', 'fallback'], rests: { scope: 'key of model' } },
  overloaded: { moves: AGAIN_FIRST, rests: { scope: 'model' } },
  server: { moves: AGAIN_FIRST, rests: { scope: 'model', isCounted: true } },
  truncated: { moves: AGAIN_FIRST, rests: { scope: 'model', isCounted: true } },
  empty: { moves: AGAIN_FIRST },
  // It may have been a moment without a network, but that takes long to notice.
  connect: { moves: ['target', 'fallback', 'again'], rests: { scope: 'provider', isCounted: true } },
  // Who has waited so long in silence would have to wait as long once more.
  timeout_first: { moves: ANOTHER_MODEL, rests: { scope: 'model', isCounted: true } },
  timeout_idle: { moves: ANOTHER_MODEL, rests: { scope: 'model', isCounted: true } },
  timeout_total: { moves: ANOTHER_MODEL, rests: { scope: 'model', isCounted: true } },
  protocol: { moves: ANOTHER_MODEL, rests: { scope: 'model', isCounted: true } },
  // Others take what this one does not know.
  bad_request: { moves: ANOTHER_MODEL },
  too_large: { moves: ANOTHER_MODEL },
  context_length: { moves: ANOTHER_MODEL, fallbacks: 'largerContext' },
  content_filter: { moves: ['fallback'], fallbacks: 'policy' },
  canceled: { moves: [] },
};
