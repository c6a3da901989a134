import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../src/lib/clock.ts';

/**
 * Signs the addresses of attachments as Discord's CDN does since 2024: `ex` is the end and `is` the
 * beginning of their time, in hexadecimal seconds, and `hm` the signature.
 */
export interface FileAddresses {
  /** The query that makes `path` work for a day. */
  sign(path: string): string;
  /** True while an address works. */
  isValid(path: string, query: URLSearchParams): boolean;
  /** Ends the time of all addresses that were signed so far. */
  expireAll(): void;
}

/** Creates the signer of one world. `lifetimeMs`: the time for which an address works. */
export function createFileAddresses(clock: Clock, lifetimeMs: number): FileAddresses {
  let key = randomBytes(32);
  const signatureOf = (path: string, ex: string, is: string) =>
    createHmac('sha256', key).update(`${path}?${ex}&${is}`).digest();
  const toHex = (ms: number) => Math.floor(ms / 1000).toString(16);

  return {
    sign(path) {
      const now = clock.now();
      const [ex, is] = [toHex(now + lifetimeMs), toHex(now)];
      return `ex=${ex}&is=${is}&hm=${signatureOf(path, ex, is).toString('hex')}&`;
    },
    isValid(path, query) {
      const [ex = '', is = '', hm = ''] = ['ex', 'is', 'hm'].map((name) => query.get(name) ?? '');
      const given = Buffer.from(hm, 'hex');
      const expected = signatureOf(path, ex, is);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
      return Number.parseInt(ex, 16) * 1000 > clock.now();
    },
    expireAll() {
      key = randomBytes(32);
    },
  };
}
