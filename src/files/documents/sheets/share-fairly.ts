/**
 * Divides `total` among parts: small ones get all that they want, large ones share the rest
 * equally.
 */
export function shareFairly(wanted: readonly number[], total: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0));
  const shares = wanted.map(() => 0);
  let rest = Math.max(0, total);

  for (const [position, index] of order.entries()) {
    const share = Math.min(wanted[index] ?? 0, Math.floor(rest / (order.length - position)));
    shares[index] = share;
    rest -= share;
  }
  return shares;
}
