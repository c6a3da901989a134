/** The bytes in pieces that begin at these places, wherever they are. */
export function cutAt(bytes: Buffer, places: readonly number[]): readonly Uint8Array[] {
  const edges = [
    0,
    ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b),
    bytes.length,
  ];
  return edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
}
