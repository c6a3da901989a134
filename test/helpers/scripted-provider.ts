import type { ModelInfo, Provider, ProviderEvent } from '../../src/contracts/provider.ts';
import { ProviderError, type ProviderErrorKind } from '../../src/errors.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';

/** The script of one attempt: its events, and perhaps a failure at the end. */
export type Attempt = readonly (ProviderEvent | ProviderError)[];

/** A provider that follows scripts. */
export interface ScriptedProvider extends Provider {
  /** The scripts of the next attempts, in order. All later attempts answer `Hi`. */
  attempts: Attempt[];
  /** The requested models, in order. */
  readonly asked: string[];
  /** Lists the models. Tests replace it. */
  list(signal: AbortSignal): Promise<readonly ModelInfo[]>;
}

/** The delta of the usual answer. */
export const hi: ProviderEvent = { type: 'text-delta', text: 'Hi' };
/** The end of a complete answer. */
export const end: ProviderEvent = { type: 'end', reason: 'stop' };
/** The script of the usual answer. */
export const answer: Attempt = [hi, end];

/** Creates a provider without a network, which follows the test's scripts. */
export function createScriptedProvider(name: string, ...ids: string[]): ScriptedProvider {
  const provider: ScriptedProvider = {
    name,
    attempts: [],
    asked: [],
    list: async () => ids.map((id) => ({ id, contextWindow: 1_000 })),
    models: (signal) => provider.list(signal),
    async *stream({ model }, signal) {
      provider.asked.push(model);
      for (const step of provider.attempts.shift() ?? answer) {
        if (signal.aborted) return;
        if (step instanceof Error) throw step;
        yield step;
      }
    },
  };
  return provider;
}

/** Creates the error of a provider. */
export function fault(kind: ProviderErrorKind, retryAfterMs?: number): ProviderError {
  const options = omitUndefined({ kind, provider: 'openai', retryAfterMs });
  return new ProviderError(`it failed: ${kind}`, options);
}
