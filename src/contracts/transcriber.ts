import type { Attempt } from './attempt.ts';
import type { DownloadedFile } from './files.ts';
import type { PlannedSpending } from './limits.ts';

/** Writes down what is said in a recording. */
export interface Transcriber {
  /** What a recording uses at most, as far as its size tells, for its account. Absent: nobody knows. */
  plan?(file: DownloadedFile): PlannedSpending;
  /**
   * @param file Sound, or a video with sound.
   * @param onUsed Takes what was used, before the end: called once in every case, also after a failure.
   * @returns The words; empty: nobody speaks.
   * @throws A `ProviderError`.
   */
  transcribe(
    file: DownloadedFile,
    signal: AbortSignal,
    onUsed?: (attempt: Attempt) => void,
  ): Promise<string>;
}
