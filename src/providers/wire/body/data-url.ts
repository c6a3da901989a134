import type { PromptImage } from '../../../contracts/provider.ts';

export function base64({ bytes }: PromptImage): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

export function dataUrl(image: PromptImage): string {
  return `data:${image.mime};base64,${base64(image)}`;
}
