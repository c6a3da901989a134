import type { PromptAudio, PromptImage } from '../../contracts/provider.ts';

/** The part of a file that a model sees or hears. */
export interface FileMedia {
  /** One picture, or the pages of a document. */
  readonly images?: readonly PromptImage[];
  readonly audio?: PromptAudio;
  /** As in `FileContent`. */
  readonly cut?: string;
}

/** The pictures and recordings of one prompt, by the `ref` of their file. Words mention the other files. */
export type PromptMedia = ReadonlyMap<string, FileMedia>;
