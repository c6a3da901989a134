import type { ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { toTextDelta } from '../wire/body/deltas.ts';
import { toUsage } from '../wire/body/to-usage.ts';
import { dig } from '../wire/json.ts';
import type { ReplicateApi } from './api.ts';

const POLL_INTERVAL_MS = 1_000;

/**
 * Polls a prediction whose model does not stream, and gives its whole output.
 *
 * @throws A `ProviderError` of kind `timeout_first` when there is no output after `timeoutMs`.
 */
export async function* awaitOutput(
  { readPrediction }: ReplicateApi,
  prediction: unknown,
  timeoutMs: number,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  const deadline = clock.now() + timeoutMs;
  yield { type: 'accepted' };

  let latest = prediction;
  while (dig(latest, 'status') !== 'succeeded') {
    if (clock.now() >= deadline) throw createError('timeout_first', 'did not answer in time');

    await sleep(clock, POLL_INTERVAL_MS, signal);
    if (signal.aborted) return;

    latest = await readPrediction(prediction, signal);
  }

  const deltas = toTextDelta(joinOutput(dig(latest, 'output')));
  if (deltas.length === 0) throw createError('empty', 'answered without a word');

  yield* deltas;
  yield { type: 'end', reason: 'stop', raw: 'succeeded' };
  yield* readMetrics(latest);
}

/** An output is a text, or a list of its pieces. */
function joinOutput(output: unknown): string {
  return [output]
    .flat()
    .filter((piece) => typeof piece === 'string')
    .join('');
}

/** The token counts of a finished prediction. */
export function readMetrics(prediction: unknown): readonly ProviderEvent[] {
  const metrics = dig(prediction, 'metrics');
  return toUsage({
    input: dig(metrics, 'input_token_count'),
    output: dig(metrics, 'output_token_count'),
  });
}

function createError(kind: ProviderError['kind'], problem: string): ProviderError {
  return new ProviderError(`replicate ${problem}.`, { kind, provider: 'replicate' });
}
