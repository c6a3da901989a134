import type { Construct, Extension } from 'micromark-util-types';

/** Replaces some of the constructs by which an extension reads a text; the rest stays. */
export function mapTextConstructs(
  extension: Extension,
  replace: (construct: Construct) => Construct,
): Extension {
  const text = Object.entries(extension.text ?? {}).map(([code, constructs]) => [
    code,
    [constructs ?? []].flat().map(replace),
  ]);
  return { ...extension, text: Object.fromEntries(text) };
}
