import type { Attempt } from '../../contracts/attempt.ts';
import type { DownloadedFile } from '../../contracts/files.ts';
import type { Spending } from '../../contracts/limits.ts';
import type { Observe } from '../../contracts/observation.ts';
import type { Transcriber } from '../../contracts/transcriber.ts';

/** Who pays for a hearing, and who wants to know of it. */
export interface HearingAccount {
  /** Absent: nothing is counted. */
  readonly spending?: Spending | undefined;
  readonly onAttempt?: ((attempt: Attempt) => void) | undefined;
  readonly observe?: Observe | undefined;
}

/**
 * Holds back what a transcription costs, and settles it.
 *
 * @returns The words. `undefined`: too little is left of the money of the place, or nobody knows the price.
 * @throws A `ProviderError`.
 */
export async function transcribeWithinBudget(
  transcriber: Transcriber,
  file: DownloadedFile,
  { spending, onAttempt, observe }: HearingAccount,
  signal: AbortSignal,
): Promise<string | undefined> {
  const planned = transcriber.plan?.(file);
  const hold = planned && (await spending?.hold(planned));
  if (planned && hold === 'unpriced') {
    const { provider, model } = planned;
    observe?.({ kind: 'unpriced', provider, model });
  }
  if (typeof hold === 'string') return undefined;

  return transcriber.transcribe(file, signal, (attempt) => {
    void hold?.settle(attempt);
    onAttempt?.(attempt);
  });
}
