import type { FrameCutter } from '../../../../src/providers/wire/body/frame-cutter.ts';

/** Cuts a body that arrives in these chunks. Gives its frames, chunk by chunk. */
export function cutBody(
  cutter: FrameCutter,
  chunks: readonly (string | Uint8Array)[],
): { readonly batches: readonly (readonly string[])[]; readonly isCutOff: boolean } {
  const decoder = new TextDecoder();
  const batches = chunks.map((chunk) => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    return cutter.take(decoder.decode(bytes, { stream: true }));
  });

  const { frames, isCutOff } = cutter.finish(decoder.decode());
  return { batches: [...batches, frames], isCutOff };
}
