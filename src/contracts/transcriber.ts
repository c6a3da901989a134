import type { DownloadedFile } from './files.ts';

/** Writes down what is said in a recording. */
export interface Transcriber {
  /**
   * @param file Sound, or a video with sound.
   * @returns The words; empty: nobody speaks.
   * @throws A `ProviderError`.
   */
  transcribe(file: DownloadedFile, signal: AbortSignal): Promise<string>;
}
