/**
 * Compares the ids of two messages of one channel by age: networks number messages upwards. 0: the ids
 * are equal, or at least one is no number.
 */
export function compareIds(a: string, b: string): number {
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return 0;
  // Discord's ids are too long for a number. Of two numbers without leading zeros, the longer one is larger.
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
