import type { PromptAudio, PromptImage } from '../../../contracts/provider.ts';

/** The bytes of an image or a recording in base64. */
export function toBase64({ bytes }: PromptImage | PromptAudio): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/** An image as a `data:` URL. */
export function toDataUrl(image: PromptImage): string {
  return `data:${image.mime};base64,${toBase64(image)}`;
}
