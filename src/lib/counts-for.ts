import { networkOf } from './network-of.ts';

/** Tells whether what was said about `owner`, a network or one bot of it, counts for a platform. */
export function countsFor(platform: string, owner: string): boolean {
  return owner === platform || owner === networkOf(platform);
}
