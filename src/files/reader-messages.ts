import type { DownloadedFile, FileContent, ReadLimits } from '../contracts/files.ts';

/** The order to a reader process to read one file. */
export interface ReadOrder {
  readonly file: DownloadedFile;
  readonly limits: ReadLimits;
}

/** A message of a reader process. `ready` comes once, at its start. */
export type ReaderMessage =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'read';
      readonly content: FileContent;
      /** The most memory that the process has had so far. */
      readonly peakBytes: number;
      /** The memory that the process still has. */
      readonly restBytes: number;
    };
