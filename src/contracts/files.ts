import type { PromptAudio, PromptImage } from './provider.ts';

/** A downloaded file. */
export interface DownloadedFile {
  readonly name: string;
  /** As the network says; it may be wrong. */
  readonly mime: string;
  readonly bytes: Uint8Array;
}

/** The reason why a file has nothing for a model. */
export type UnreadableReason =
  /** No reader here knows the kind. */
  | 'unknown kind'
  /** Broken, or not what its name says. */
  | 'damaged'
  /** Protected by a password. */
  | 'locked'
  /** There is nothing in it. */
  | 'empty'
  /** Larger than the limits for bytes, pixels, pages or decompression allow. */
  | 'too large'
  /** Reading it took too long, or too much memory. */
  | 'too heavy';

/** The content of a file, as a model can take it. */
export type FileContent =
  | {
      readonly kind: 'text';
      /** As Markdown where the file has a structure: headings, lists, tables. */
      readonly text: string;
      /** The language of code, as fences name it. */
      readonly language?: string;
      /** What of the file is missing, as `the first 20 of 340 pages`. Absent: nothing. */
      readonly cut?: string;
    }
  /** A picture, or the pages of a document that has no text. */
  | { readonly kind: 'images'; readonly images: readonly PromptImage[]; readonly cut?: string }
  | { readonly kind: 'audio'; readonly audio: PromptAudio }
  | { readonly kind: 'unreadable'; readonly why: UnreadableReason };

/** The most of a file that the model can take. */
export interface ReadLimits {
  readonly characters: number;
  readonly images: ImageLimits;
}

/** The pictures that a model takes. */
export interface ImageLimits {
  /** The longer side, in pixels. */
  readonly maxEdge: number;
  readonly maxBytes: number;
  /** The number of pictures from one file. */
  readonly maxImages: number;
}

/** Reads the files that people send. */
export interface Files {
  /** Never rejects: a file that cannot be read has the content `unreadable`. */
  read(file: DownloadedFile, limits: ReadLimits, signal: AbortSignal): Promise<FileContent>;
  /** Ends the processes that read. */
  close(): Promise<void>;
}
