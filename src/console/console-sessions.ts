import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Store } from '../contracts/store.ts';
import type { Clock } from '../lib/clock.ts';
import { isSameText } from '../lib/is-same-text.ts';
import { createKeyedLock } from '../lib/keyed-lock.ts';
import { readStoredSession, type StoredSession } from './stored-session.ts';

/** The admin who asked for a link. */
export interface ConsoleAdmin {
  readonly platform: string;
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** A session that is in force. */
export interface OpenSession {
  /** Names the session, and opens nothing. */
  readonly id: string;
  /** Goes into the header of every change: a page elsewhere cannot know it. */
  readonly token: string;
  readonly expiresAt: number;
  /** Absent: somebody logged in with CONSOLE_TOKEN. */
  readonly admin?: ConsoleAdmin;
}

/** Who is logged in. Secrets are stored as hashes only, and survive restarts. */
export interface ConsoleSessions {
  /** Makes a code that opens one session, for ten minutes. */
  createCode(admin: ConsoleAdmin): Promise<string>;
  /** Opens a session with a code. Gives its secret, for the cookie. `undefined`: no such code. */
  useCode(code: string): Promise<string | undefined>;
  /** As `useCode`, with CONSOLE_TOKEN. */
  useToken(token: string): Promise<string | undefined>;
  /** The session of a secret. Lasts longer from then on, up to seven days in all. */
  find(secret: string): Promise<OpenSession | undefined>;
  end(secret: string): Promise<void>;
}

/** The store of the sessions, and who may have one. */
export interface SessionParts {
  readonly store: Pick<Store, 'get' | 'getMany' | 'findKeys' | 'write' | 'swap'>;
  /** CONSOLE_TOKEN. Absent: only codes open sessions. */
  readonly token?: string | undefined;
  isAdmin(admin: ConsoleAdmin): boolean;
  readonly clock: Clock;
}

const CODE_PREFIX = 'console-code:';
const SESSION_PREFIX = 'console-session:';
const CODE_LIFETIME_MS = 10 * 60_000;
const IDLE_MS = 12 * 60 * 60_000;
const LIFETIME_MS = 7 * 24 * 60 * 60_000;
/** Each request would be a write otherwise. */
const RENEW_EVERY_MS = 5 * 60_000;
const SECRET_BYTES = 32;
/** The session that was used least recently makes room. */
const MAX_SESSIONS = 50;
/** An admin may ask again and again. */
const MAX_CODES = 50;
/** On a full disk, the console shows what is wrong: no page of it waits for a write. */
const ignore = () => {};
/** Of codes and secrets: letters and digits, which no network takes for the end of a link. */
const SECRET_PATTERN = /^[0-9a-f]{64}$/;

/** Creates the sessions. Nothing of them is in memory, so they are those of all processes on the store. */
export function createConsoleSessions({
  store,
  token: consoleToken,
  isAdmin,
  clock,
}: SessionParts): ConsoleSessions {
  const inOrder = createKeyedLock();
  const expiryOf = ({ createdAt, seenAt }: StoredSession) =>
    Math.min(createdAt + LIFETIME_MS, seenAt + IDLE_MS);

  function save(key: string, session: StoredSession) {
    const ttlMs = Math.max(1, expiryOf(session) - clock.now());
    return store.write([{ key, value: session, ttlMs }]);
  }

  async function read(key: string): Promise<StoredSession | undefined> {
    const session = readStoredSession(await store.get(key));
    const now = clock.now();
    // A clock that was set back must not make a session last longer.
    const isInForce = session && session.createdAt <= now && expiryOf(session) > now;
    return isInForce ? session : undefined;
  }

  /** Makes room for one more value: those go first that were used least recently. */
  async function makeRoom(prefix: string, most: number): Promise<void> {
    const keys = await store.findKeys(prefix);
    if (keys.length < most) return;
    const values = await store.getMany(keys);
    const seenAt = (index: number) => readStoredSession(values[index])?.seenAt ?? 0;
    const oldestFirst = keys.map((key, index) => ({ key, seenAt: seenAt(index) }));
    oldestFirst.sort((a, b) => a.seenAt - b.seenAt);
    const surplus = oldestFirst.slice(0, keys.length - most + 1);
    await store.write(surplus.map(({ key }) => ({ key, value: undefined })));
  }

  async function open(admin: ConsoleAdmin | undefined): Promise<string> {
    await makeRoom(SESSION_PREFIX, MAX_SESSIONS);
    const secret = createSecret();
    const now = clock.now();
    const by = admin ? { admin } : { tokenMark: markOf(secret, consoleToken ?? '') };
    await save(SESSION_PREFIX + hashOf(secret), { createdAt: now, seenAt: now, ...by, format: 1 });
    return secret;
  }

  /** An admin who is none any more has no session, and nobody has one of a token that was replaced. */
  function isStillAllowed(secret: string, { admin, tokenMark }: StoredSession): boolean {
    if (admin) return isAdmin(admin);
    const mark = consoleToken === undefined ? undefined : markOf(secret, consoleToken);
    return mark !== undefined && tokenMark !== undefined && isSameText(mark, tokenMark);
  }

  return {
    createCode: (admin) =>
      inOrder('codes', async () => {
        await makeRoom(CODE_PREFIX, MAX_CODES);
        const code = createSecret();
        const now = clock.now();
        const value: StoredSession = { createdAt: now, seenAt: now, admin, format: 1 };
        await store.write([{ key: CODE_PREFIX + hashOf(code), value, ttlMs: CODE_LIFETIME_MS }]);
        return code;
      }),

    useCode: (code) =>
      inOrder('codes', async () => {
        if (!SECRET_PATTERN.test(code)) return undefined;
        const key = CODE_PREFIX + hashOf(code);
        const value = await store.get(key);
        const stored = readStoredSession(value);
        if (!stored) return undefined;
        // The code goes first: after a failed write, or in another process, it must not work twice.
        if (!(await store.swap(key, value as object, undefined))) return undefined;
        const age = clock.now() - stored.createdAt;
        const isInTime = age >= 0 && age < CODE_LIFETIME_MS;
        const { admin } = stored;
        return isInTime && admin && isAdmin(admin) ? open(admin) : undefined;
      }),

    useToken: async (token) =>
      consoleToken !== undefined && isSameText(token, consoleToken)
        ? inOrder('codes', () => open(undefined))
        : undefined,

    async find(secret) {
      if (!SECRET_PATTERN.test(secret)) return undefined;
      const id = hashOf(secret);
      const key = SESSION_PREFIX + id;
      const session = await read(key);
      if (!session) return undefined;
      if (!isStillAllowed(secret, session)) {
        await store.write([{ key, value: undefined }]).catch(ignore);
        return undefined;
      }

      const now = clock.now();
      const renewed = { ...session, seenAt: Math.max(now, session.seenAt) };
      if (now - session.seenAt >= RENEW_EVERY_MS) await renew(key, renewed).catch(ignore);
      const { admin } = session;
      return {
        id,
        token: markOf(secret, 'changes'),
        expiresAt: expiryOf(renewed),
        ...(admin && { admin }),
      };
    },

    async end(secret) {
      const key = SESSION_PREFIX + hashOf(secret);
      await inOrder(key, () => store.write([{ key, value: undefined }]));
    },
  };

  /** A session that was ended meanwhile stays ended. */
  function renew(key: string, session: StoredSession): Promise<void> {
    return inOrder(key, async () => {
      const stored = await store.get(key);
      const ttlMs = Math.max(1, expiryOf(session) - clock.now());
      if (readStoredSession(stored)) await store.swap(key, stored as object, session, { ttlMs });
    });
  }
}

function createSecret(): string {
  return randomBytes(SECRET_BYTES).toString('hex');
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** A text that only the holder of the secret can make, and that tells nothing about it. */
function markOf(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
