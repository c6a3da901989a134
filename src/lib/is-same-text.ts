import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares a secret. Takes the same time for every wrong text. */
export function isSameText(a: string, b: string): boolean {
  return timingSafeEqual(digestOf(a), digestOf(b));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
