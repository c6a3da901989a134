import type { ModelInfo, Provider, ProviderEvent } from '../../src/contracts/provider.ts';
import { ProviderError, type ProviderErrorKind } from '../../src/errors.ts';

/** What one attempt does: these events, then the failure, if any. */
export type Attempt = readonly (ProviderEvent | ProviderError)[];

export interface ScriptedProvider extends Provider {
  /** What the next attempts do, in order; all later ones answer `Hi`. */
  attempts: Attempt[];
  /** The models that were asked, in order. */
  readonly asked: string[];
  list(signal: AbortSignal): Promise<readonly ModelInfo[]>;
}

export const hi: ProviderEvent = { type: 'text-delta', text: 'Hi' };
export const end: ProviderEvent = { type: 'end', reason: 'stop' };
export const answer: Attempt = [hi, end];

/** A provider without a network, which does what the test says. */
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

export function fault(kind: ProviderErrorKind, retryAfterMs?: number): ProviderError {
  return new ProviderError(`it failed: ${kind}`, {
    kind,
    provider: 'openai',
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
