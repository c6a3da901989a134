import type { ProviderEvent } from '../../contracts/provider.ts';
import { ProviderError } from '../../errors.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { toTextDelta, toUsage } from '../wire/body/deltas.ts';
import { dig } from '../wire/json.ts';
import type { ReplicateApi } from './api.ts';

const PAUSE_MS = 1_000;

/** The whole output of a prediction whose model does not stream, as soon as it is there. */
export async function* awaitOutput(
  { readPrediction: look }: ReplicateApi,
  prediction: unknown,
  limitMs: number,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<ProviderEvent> {
  const deadline = clock.now() + limitMs;
  yield { type: 'accepted' };
  let seen = prediction;
  while (dig(seen, 'status') !== 'succeeded') {
    if (clock.now() >= deadline) throw failure('timeout_first', 'did not answer in time');
    await sleep(clock, PAUSE_MS, signal);
    if (signal.aborted) return;
    seen = await look(prediction, signal);
  }
  const said = toTextDelta(textOf(dig(seen, 'output')));
  if (said.length === 0) throw failure('empty', 'answered without a word');
  yield* said;
  yield { type: 'end', reason: 'stop', raw: 'succeeded' };
  yield* readUsage(seen);
}

/** Words, or a list of their pieces. */
function textOf(output: unknown): string {
  const pieces = [output].flat();
  return pieces.filter((piece) => typeof piece === 'string').join('');
}

export function readUsage(prediction: unknown): readonly ProviderEvent[] {
  const metrics = dig(prediction, 'metrics');
  return toUsage(dig(metrics, 'input_token_count'), dig(metrics, 'output_token_count'));
}

function failure(kind: ProviderError['kind'], problem: string): ProviderError {
  return new ProviderError(`replicate ${problem}.`, { kind, provider: 'replicate' });
}
