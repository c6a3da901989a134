import type { PromptAudio, PromptImage } from '../../contracts/provider.ts';

/** The part of a file that a model sees or hears. */
export interface FileMedia {
  /** One picture, or the pages of a document. */
  readonly images?: readonly PromptImage[];
  readonly audio?: PromptAudio;
  /** As in `FileContent`. */
  readonly cut?: string;
}

/** What goes along with one prompt, by the `ref` of its file. Other files are told in words. */
export type PromptMedia = ReadonlyMap<string, FileMedia>;
