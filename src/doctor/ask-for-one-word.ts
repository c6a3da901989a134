import type { Provider, ProviderErrorKind } from '../contracts/provider.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';

/** A complete answer with its times. */
export interface OneWordAnswer {
  readonly model: string;
  readonly firstWordMs: number;
  readonly totalMs: number;
}

const QUESTION = 'Say hello. Answer with this one word.';
/**
 * Services also list models that cannot chat, such as those for
 * images or speech. They refuse a question with these kinds.
 */
const MAY_BE_NO_CHAT_MODEL: readonly ProviderErrorKind[] = ['not_found', 'bad_request'];

/**
 * Asks the models in order, until one can chat.
 *
 * @throws The `ProviderError` of the last model that was asked.
 */
export async function askForOneWord(
  provider: Provider,
  [model = '', ...others]: readonly string[],
  clock: Clock,
  signal: AbortSignal,
): Promise<OneWordAnswer> {
  try {
    return await askModel(provider, model, clock, signal);
  } catch (error) {
    const mayHelpToAskAnother =
      error instanceof ProviderError && MAY_BE_NO_CHAT_MODEL.includes(error.kind);
    if (!mayHelpToAskAnother || others.length === 0 || signal.aborted) throw error;
    return askForOneWord(provider, others, clock, signal);
  }
}

async function askModel(
  provider: Provider,
  model: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<OneWordAnswer> {
  const startedAt = clock.now();
  let firstWordMs: number | undefined;

  const request = { model, messages: [{ role: 'user', text: QUESTION } as const] };
  for await (const { type } of provider.stream(request, signal)) {
    if (type === 'text-delta') firstWordMs ??= clock.now() - startedAt;
  }

  if (firstWordMs === undefined) {
    throw new ProviderError(`${provider.name} gave an answer without words for ${model}.`, {
      kind: 'empty',
      provider: provider.name,
    });
  }
  return { model, firstWordMs, totalMs: clock.now() - startedAt };
}
