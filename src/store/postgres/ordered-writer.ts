import { randomUUID } from 'node:crypto';
import type { DatabaseRow } from '../../contracts/database.ts';
import { BotError, StoreError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Connections } from './connections.ts';
import {
  toWriteValues,
  VERDICT_STATEMENT,
  WRITE_STATEMENT,
  type WriteRequest,
} from './write-statement.ts';

/** What a caller wants to change. */
export type Wanted = Pick<WriteRequest, 'puts' | 'removals' | 'payloads'>;

/** Changes the entries, one write after the other, in the order of the calls. */
export interface OrderedWriter {
  /** Names this writer among all processes. */
  readonly id: string;
  /** Gives the removed keys that existed. */
  write(wanted: Wanted): Promise<readonly string[]>;
  /** As `Store.swap`. */
  swap(key: string, expected: string | undefined, next: string | undefined): Promise<boolean>;
  /** As `Store.claim`. */
  claim(key: string, expected: string | undefined, next: string | undefined): Promise<boolean>;
  hasClaim(): boolean;
  /** Resolves when everything before is written. */
  settled(): Promise<void>;
}

interface WriterParts {
  readonly connections: Connections;
  readonly clock: Clock;
  /** Reads a stored value now. */
  read(key: string): Promise<string | undefined>;
}

type Fence = NonNullable<WriteRequest['fence']>;

/** A row of `WRITE_STATEMENT`, or only the verdict of it. */
type Outcome = DatabaseRow & { readonly isKnown: boolean };

/** The server crashed between a write and its repetition. */
const OUTCOME_UNKNOWN =
  'The connection to PostgreSQL broke, and nobody can tell now whether a change was made.';

/**
 * Writes over any connections, and repeats a write whose connection broke: its number lets it happen once.
 */
export function createOrderedWriter({ connections, clock, read }: WriterParts): OrderedWriter {
  const id = randomUUID();
  let number = 0;
  let last: Promise<unknown> = Promise.resolve();
  /** After a claim, every write happens only while the key still holds one of these values. */
  let fence: Fence | undefined;

  function inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  }

  /** Gives what was decided, and what was changed; the latter is missing where the first answer got lost. */
  async function send(request: Omit<WriteRequest, 'writer' | 'number' | 'now'>): Promise<Outcome> {
    number += 1;
    const own = number;
    const values = toWriteValues({ writer: id, number: own, now: clock.now(), ...request });
    const [row] = await connections.repeat(WRITE_STATEMENT, values);
    if (typeof row?.is_allowed === 'boolean') return { ...row, isKnown: true };
    const [verdict] = await connections.repeat(VERDICT_STATEMENT, [id, own]);
    if (!verdict) throw new StoreError(OUTCOME_UNKNOWN, { kind: 'unreachable' });
    return { ...verdict, isKnown: false };
  }

  function checkFence({ is_allowed: isAllowed }: Outcome): void {
    if (isAllowed === true) return;
    // No `StoreError`: people get no sentence, because the other process answers them.
    throw new BotError(
      'Another process has taken over this store or the work of this process, so nothing was written.',
    );
  }

  async function compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    guard: Fence | undefined,
  ): Promise<boolean> {
    const outcome = await send({
      fence: guard,
      condition: { key, expected },
      puts: next === undefined ? [] : [{ key, value: next, expires: undefined }],
      removals: next === undefined && expected !== undefined ? [key] : [],
      payloads: [],
    });
    checkFence(outcome);
    if (outcome.is_matching !== true) return false;
    if (expected !== undefined || next === undefined) return true;
    // Somebody else may have put the key between the look and the put.
    return outcome.isKnown ? outcome.put === 1 : (await read(key)) === next;
  }

  return {
    id,
    hasClaim: () => fence !== undefined,
    settled: () => inOrder(async () => {}),

    write: (wanted) =>
      inOrder(async () => {
        const outcome = await send({ ...wanted, fence, condition: undefined });
        checkFence(outcome);
        return outcome.isKnown ? removedKeys(outcome) : wanted.removals;
      }),

    swap: (key, expected, next) => inOrder(() => compareAndSet(key, expected, next, fence)),

    claim: (key, expected, next) =>
      inOrder(async () => {
        const before = fence;
        // While its outcome is not known, either value may be the claimed one.
        if (fence?.key === key && next !== undefined) {
          fence = { key, values: [...fence.values.slice(-MOST_UNKNOWN), next] };
        }
        const isClaimed = await compareAndSet(key, expected, next, undefined);
        if (!isClaimed) fence = before;
        else fence = next === undefined ? undefined : { key, values: [next] };
        return isClaimed;
      }),
  };
}

/** Claims in a row whose outcome is not known. */
const MOST_UNKNOWN = 100;

function removedKeys({ removed }: DatabaseRow): readonly string[] {
  return Array.isArray(removed) ? removed.map(String) : [];
}
