import { createHash, randomInt, timingSafeEqual } from 'node:crypto';
import type { Grants, Pairing } from '../contracts/access.ts';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import { updateValue } from '../lib/update-value.ts';

/** The store of the codes, and the grants of the people who use them. */
export interface PairingParts {
  readonly store: Pick<Store, 'get' | 'write' | 'swap'>;
  readonly grants: Pick<Grants, 'set'>;
  readonly clock: Clock;
}

/** A code as it is stored, under `pairing:<platform>`. Its hash is hexadecimal. */
interface StoredCode {
  readonly hash: string;
  readonly expiresAt: number;
}

/** The wrong tries for one code, stored beside it: another process may replace the code at any time. */
interface StoredTries {
  readonly hash: string;
  readonly count: number;
}

const LIFETIME_MS = 10 * 60_000;
/** By all people together. */
const MAX_WRONG_TRIES = 5;
/** Without the signs that people take for each other. */
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
const CODE_LENGTH = 16;

/**
 * Creates the pairing. A code is read from the store when somebody uses it: another process may have made
 * it (`npm run pair`).
 */
export function createPairing({ store, grants, clock }: PairingParts): Pairing {
  const lock = createKeyedLock();

  async function readCode(platform: string): Promise<StoredCode | undefined> {
    const { hash, expiresAt } = ((await store.get(codeKey(platform))) ?? {}) as Partial<StoredCode>;
    if (typeof hash !== 'string' || typeof expiresAt !== 'number') return undefined;
    return expiresAt > clock.now() ? { hash, expiresAt } : undefined;
  }

  async function countTries(platform: string, code: StoredCode): Promise<number> {
    return triesIn(await store.get(triesKey(platform)), code);
  }

  async function recordWrongTry(platform: string, code: StoredCode): Promise<void> {
    await updateValue(store, triesKey(platform), (stored) => {
      const value: StoredTries = { hash: code.hash, count: triesIn(stored, code) + 1 };
      return { value, ttlMs: LIFETIME_MS };
    });
  }

  return {
    async createCode(platform) {
      const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
      const text = code.join('');
      const value: StoredCode = { hash: hashOf(text), expiresAt: clock.now() + LIFETIME_MS };
      await store.write([{ key: codeKey(platform), value, ttlMs: LIFETIME_MS }]);
      return text;
    },

    useCode: (platform, code, author) =>
      lock(platform, async () => {
        const stored = await readCode(platform);
        if (!stored || (await countTries(platform, stored)) >= MAX_WRONG_TRIES) return false;
        if (!isSameHash(hashOf(code), stored.hash)) {
          await recordWrongTry(platform, stored);
          return false;
        }

        // The code goes first: after a failed write, or in another process, it must not work twice.
        const isFirst = await store.swap(codeKey(platform), stored, undefined);
        if (!isFirst) return false;
        const { id: personId, name } = author;
        await grants.set({ platform, personId, name, state: 'admin', at: clock.now() });
        return true;
      }),
  };
}

const codeKey = (platform: string) => `pairing:${platform}`;
const triesKey = (platform: string) => `pairing-tries:${platform}`;

function triesIn(stored: unknown, code: StoredCode): number {
  const { hash, count } = (stored ?? {}) as Partial<StoredTries>;
  return hash === code.hash && typeof count === 'number' ? count : 0;
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}

/** Takes the same time for every wrong hash. */
function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'hex'), Buffer.from(b, 'hex')];
  return left.length === right.length && timingSafeEqual(left, right);
}
