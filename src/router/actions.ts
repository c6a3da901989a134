import type { ProviderErrorKind } from '../contracts/provider.ts';
import type { Fallbacks } from '../contracts/routing.ts';

/**
 * The ways to go on after a failed attempt:
 * - `retry`: the same model after a pause, under the key that is free first
 * - `other key`: the same model under another key
 * - `other target`: another model of the alias
 * - `fallback`: the next model of the fallbacks
 */
export type RetryStep = 'retry' | 'other key' | 'other target' | 'fallback';

/** The part that a cooldown applies to. `model`: the model under every key. */
export type CooldownSubject = 'provider' | 'key' | 'model' | 'key of model';

/** The consequences of one kind of failure. */
export interface FailureAction {
  /** The router takes the first step that is possible. */
  readonly steps: readonly RetryStep[];
  /**
   * The list of fallbacks that counts from this failure on. Absent: the list stays the same; an
   * answer begins with `general`.
   */
  readonly fallbacks?: keyof Fallbacks;
  /** The cooldown after the failure. Absent: none. */
  readonly cooldown?: {
    readonly subject: CooldownSubject;
    /** Absent: the time that the service asks for, or else a short one that grows each time. */
    readonly ms?: number;
    /** One failure proves little: the cooldown starts when most of the last answers failed. */
    readonly needsSeveralFailures?: true;
  };
}

/** The cooldown after failures that last until a person does something. */
const LONG_COOLDOWN_MS = 10 * 60_000;

/** Overloaded servers and broken connections may recover soon, so a retry comes first. */
const RETRY_FIRST = ['retry', 'other target', 'fallback'] as const;
const OTHER_KEY_FIRST = ['other key', 'other target', 'fallback'] as const;
const OTHER_MODEL = ['other target', 'fallback'] as const;

/** The table of what the router does after each kind of failure. */
export const failureActions: Readonly<Record<ProviderErrorKind, FailureAction>> = {
  auth: { steps: OTHER_KEY_FIRST, cooldown: { subject: 'key', ms: LONG_COOLDOWN_MS } },
  payment: { steps: OTHER_KEY_FIRST, cooldown: { subject: 'key', ms: LONG_COOLDOWN_MS } },
  permission: {
    steps: OTHER_KEY_FIRST,
    cooldown: { subject: 'key of model', ms: LONG_COOLDOWN_MS },
  },
  not_found: { steps: OTHER_MODEL, cooldown: { subject: 'model', ms: LONG_COOLDOWN_MS } },
  // People prefer a short wait to a model that they did not choose.
  rate_limit: {
    steps: ['other key', 'other target', 'retry', 'fallback'],
    cooldown: { subject: 'key of model' },
  },
  overloaded: { steps: RETRY_FIRST, cooldown: { subject: 'model' } },
  server: { steps: RETRY_FIRST, cooldown: { subject: 'model', needsSeveralFailures: true } },
  truncated: { steps: RETRY_FIRST, cooldown: { subject: 'model', needsSeveralFailures: true } },
  empty: { steps: RETRY_FIRST },
  // The network may have been away for a moment only, but a failed connection takes long to notice.
  connect: {
    steps: ['other target', 'fallback', 'retry'],
    cooldown: { subject: 'provider', needsSeveralFailures: true },
  },
  // After a long silence, a retry would cost another long silence.
  timeout_first: { steps: OTHER_MODEL, cooldown: { subject: 'model', needsSeveralFailures: true } },
  timeout_idle: { steps: OTHER_MODEL, cooldown: { subject: 'model', needsSeveralFailures: true } },
  timeout_total: { steps: OTHER_MODEL, cooldown: { subject: 'model', needsSeveralFailures: true } },
  protocol: { steps: OTHER_MODEL, cooldown: { subject: 'model', needsSeveralFailures: true } },
  // Another model may take what this one refuses.
  bad_request: { steps: OTHER_MODEL },
  too_large: { steps: OTHER_MODEL },
  context_length: { steps: OTHER_MODEL, fallbacks: 'largerContext' },
  content_filter: { steps: ['fallback'], fallbacks: 'policy' },
  unseen: { steps: OTHER_MODEL, fallbacks: 'vision' },
  unchosen: { steps: OTHER_MODEL },
  unpriced: { steps: OTHER_MODEL },
  spent: { steps: OTHER_MODEL },
  canceled: { steps: [] },
};

/**
 * The order after a failure for which the service names a time to retry: it gets that time while
 * another requested model can answer.
 */
export const orderAfterRetryAfter: readonly RetryStep[] = [
  'other key',
  'other target',
  'retry',
  'fallback',
];

/** The order for the last attempt: if possible, it goes to another model than the failed one. */
export const orderOfLastAttempt: readonly RetryStep[] = [
  'other target',
  'fallback',
  'other key',
  'retry',
];
