/**
 * Divides a number into whole parts, so that the smallest part is as large as possible: nobody gets more than it
 * wants, and what it leaves goes to the others. What cannot be divided goes to the first ones.
 */
export function divideFairly(total: number, wants: readonly number[]): readonly number[] {
  const parts = wants.map(() => 0);
  let left = total;

  for (;;) {
    const unserved = wants.flatMap((want, index) => ((parts[index] ?? 0) < want ? index : []));
    if (left <= 0 || unserved.length === 0) return parts;

    const each = Math.max(1, Math.floor(left / unserved.length));
    for (const index of unserved) {
      const part = parts[index] ?? 0;
      const given = Math.min(each, left, (wants[index] ?? 0) - part);
      parts[index] = part + given;
      left -= given;
    }
  }
}
