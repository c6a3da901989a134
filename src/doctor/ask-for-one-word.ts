import type { Provider } from '../contracts/provider.ts';
import { ProviderError, type ProviderErrorKind } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';

/** An answer, in time. */
export interface OneWordAnswer {
  readonly model: string;
  readonly firstWordMs: number;
  readonly totalMs: number;
}

const QUESTION = 'Say hello. Answer with this one word.';
/** Not every model that a back end lists can chat: those that paint or hear are refused so. */
const MAY_BE_NO_CHAT_MODEL: readonly ProviderErrorKind[] = ['not_found', 'bad_request'];

/** Asks the first of the models that can chat. Rejects with the `ProviderError` of the last one that was tried. */
export async function askForOneWord(
  provider: Provider,
  [model = '', ...others]: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<OneWordAnswer> {
  try {
    return await ask(provider, model, clock, signal);
  } catch (error) {
    const isWorthAnother =
      error instanceof ProviderError && MAY_BE_NO_CHAT_MODEL.includes(error.kind);
    if (!isWorthAnother || others.length === 0 || signal.aborted) throw error;
    return askForOneWord(provider, others, clock, signal);
  }
}

async function ask(
  provider: Provider,
  model: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<OneWordAnswer> {
  const begun = clock.now();
  let firstWordMs: number | undefined;
  for await (const { type } of provider.stream(
    { model, messages: [{ role: 'user', text: QUESTION }] },
    signal,
  )) {
    if (type === 'text-delta') firstWordMs ??= clock.now() - begun;
  }
  if (firstWordMs === undefined) {
    throw new ProviderError(`${provider.name} answered without a word, asked with ${model}.`, {
      kind: 'empty',
      provider: provider.name,
    });
  }
  return { model, firstWordMs, totalMs: clock.now() - begun };
}
