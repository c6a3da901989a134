import type {
  ModelInfo,
  Provider,
  ProviderErrorKind,
  ProviderEvent,
} from '../../src/contracts/provider.ts';
import { ProviderError } from '../../src/errors.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';

/** The content of one stream: events, and then the failure, if there is one. */
export type ScriptedAttempt = readonly (ProviderEvent | ProviderError)[];

/** A provider without a network, which does what the test says. */
export interface ScriptedProvider extends Provider {
  /** The next streams, in order. All later ones give `answer`. */
  script: ScriptedAttempt[];
  /** The models of all requests, in order. */
  readonly requestedModels: string[];
  /** The implementation of `models`. A test may replace it. */
  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]>;
}

/** The delta of a short answer, and its end. */
export const hi: ProviderEvent = { type: 'text-delta', text: 'Hi' };
export const end: ProviderEvent = { type: 'end', reason: 'stop' };
/** A whole answer: `Hi`. */
export const answer: ScriptedAttempt = [hi, end];

/** Makes a provider that lists models with these ids. */
export function createScriptedProvider(name: string, ...ids: string[]): ScriptedProvider {
  const provider: ScriptedProvider = {
    name,
    script: [],
    requestedModels: [],
    listModels: async () => ids.map((id) => ({ id, contextWindow: 1_000 })),
    models: (signal) => provider.listModels(signal),

    async *stream({ model }, signal) {
      provider.requestedModels.push(model);
      for (const step of provider.script.shift() ?? answer) {
        if (signal.aborted) return;
        if (step instanceof Error) throw step;
        yield step;
      }
    },
  };
  return provider;
}

/** Makes a failure of the provider `openai`. */
export function fault(kind: ProviderErrorKind, retryAfterMs?: number): ProviderError {
  return new ProviderError(`it failed: ${kind}`, {
    kind,
    provider: 'openai',
    ...omitUndefined({ retryAfterMs }),
  });
}
