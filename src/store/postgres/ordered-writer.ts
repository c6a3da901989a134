import { randomUUID } from 'node:crypto';
import type { DatabaseRow } from '../../contracts/database.ts';
import { BotError, StoreError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Connections } from './connections.ts';
import { toWriteValues, WRITE_STATEMENT, type WriteRequest } from './write-statement.ts';

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

/** The outcome of a comparison whose first answer got lost. */
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

  async function send(request: Omit<WriteRequest, 'writer' | 'number' | 'now'>) {
    number += 1;
    const values = toWriteValues({ writer: id, number, now: clock.now(), ...request });
    const [row] = await connections.repeat(WRITE_STATEMENT, values);
    return row ?? {};
  }

  function checkFence(isAllowed: boolean): void {
    if (isAllowed) return;
    // No `StoreError`: people get no sentence, because the other process answers them.
    throw new BotError(
      'Another process has taken over this store or the work of this process, so nothing was written.',
    );
  }

  /** The answer of an earlier attempt got lost. A fence that still holds held then. */
  async function holdsFence(): Promise<boolean> {
    if (!fence) return true;
    const value = await read(fence.key);
    return value !== undefined && fence.values.includes(value);
  }

  async function compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    { fence: guard, isClaim }: { readonly fence: Fence | undefined; readonly isClaim: boolean },
  ): Promise<boolean> {
    const row = await send({
      fence: guard,
      condition: { key, expected },
      puts: next === undefined ? [] : [{ key, value: next, expires: undefined }],
      removals: next === undefined && expected !== undefined ? [key] : [],
      payloads: [],
    });
    if (row.is_new !== true) return isAsWanted(key, next, isClaim);
    checkFence(row.is_allowed === true);
    if (expected === undefined && next === undefined) return (await read(key)) === undefined;
    return isSet(row, expected);
  }

  async function isAsWanted(
    key: string,
    next: string | undefined,
    isClaim: boolean,
  ): Promise<boolean> {
    const value = await read(key);
    if (value === next) return true;
    // A claimed value is of one process only: if it is gone, so is the claim.
    if (isClaim) return false;
    throw new StoreError(OUTCOME_UNKNOWN, { kind: 'unreachable' });
  }

  return {
    id,
    hasClaim: () => fence !== undefined,
    settled: () => inOrder(async () => {}),

    write: (wanted) =>
      inOrder(async () => {
        const row = await send({ ...wanted, fence, condition: undefined });
        checkFence(row.is_new === true ? row.is_allowed === true : await holdsFence());
        return row.is_new === true ? removedKeys(row) : wanted.removals;
      }),

    swap: (key, expected, next) =>
      inOrder(() => compareAndSet(key, expected, next, { fence, isClaim: false })),

    claim: (key, expected, next) =>
      inOrder(async () => {
        const before = fence;
        // While its outcome is not known, either value may be the claimed one.
        if (fence?.key === key && next !== undefined) {
          fence = { key, values: [...fence.values.slice(-MOST_UNKNOWN), next] };
        }
        const settings = { fence: undefined, isClaim: true };
        const isClaimed = await compareAndSet(key, expected, next, settings);
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

/** A key that must not exist is put, or is not: somebody else may have put it meanwhile. */
function isSet(row: DatabaseRow, expected: string | undefined): boolean {
  return row.is_done === true && (expected !== undefined || row.put === 1);
}
