/** Cuts bytes into chunks. Each position may be any number: it is taken modulo the length. */
export function cutAt(bytes: Buffer, positions: readonly number[]): readonly Uint8Array[] {
  const cuts = positions.map((position) => position % (bytes.length + 1)).sort((a, b) => a - b);
  const edges = [0, ...cuts, bytes.length];

  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}
