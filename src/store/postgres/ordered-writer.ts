import { randomUUID } from 'node:crypto';
import type { DatabaseRow } from '../../contracts/database.ts';
import { BotError, StoreError } from '../../errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Connections } from './connections.ts';
import type { Riders } from './riders.ts';
import {
  toWriteValues,
  VERDICT_STATEMENT,
  type WriteRequest,
  writeStatement,
} from './write-statement.ts';

/** What a caller wants to change. */
export type Wanted = Pick<WriteRequest, 'puts' | 'removals' | 'payloads'>;

/** Changes the entries, one write after the other, in the order of the calls. The renewal of a claim goes first. */
export interface OrderedWriter {
  /** Names this writer among all processes. */
  readonly id: string;
  /** Gives the removed keys that existed. */
  write(wanted: Wanted): Promise<readonly string[]>;
  /** As `Store.swap`. `payloads` are notified if it swaps. */
  swap(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    beside?: SwapExtras,
  ): Promise<boolean>;
  /** As `Store.claim`. */
  claim(key: string, expected: string | undefined, next: string | undefined): Promise<boolean>;
  hasClaim(): boolean;
  /** Resolves when everything before is written. */
  settled(): Promise<void>;
}

interface SwapExtras {
  readonly expires?: number | undefined;
  readonly payloads?: readonly string[];
}

interface CompareSettings extends SwapExtras {
  readonly fence: Fence | undefined;
}

interface WriterParts {
  readonly connections: Connections;
  readonly clock: Clock;
  /** Reads a stored value now. */
  read(key: string): Promise<string | undefined>;
  /** Go with the writes. Absent: nothing does. */
  readonly riders?: Pick<Riders, 'takeAll'> | undefined;
  /** The number of writes after which a new row keeps the numbers. Absent: 1,000. */
  readonly writesPerRow?: number;
}

type Fence = NonNullable<WriteRequest['fence']>;

/**
 * While a backup reads the database, PostgreSQL keeps every version of a row, and goes through them all to find the
 * newest: a writer begins a new row before they are many.
 */
const WRITES_PER_ROW = 1_000;

/** A row of `WRITE_STATEMENT`, or only the verdict of it. */
type Outcome = DatabaseRow & { readonly isKnown: boolean };

/** The server crashed between a write and its repetition. */
const OUTCOME_UNKNOWN =
  'The connection to PostgreSQL broke, and nobody can tell now whether a change was made.';

/**
 * Writes over any connections, and repeats a write whose connection broke: its number lets it happen once.
 */
export function createOrderedWriter(parts: WriterParts): OrderedWriter {
  const { connections, clock, read, riders, writesPerRow = WRITES_PER_ROW } = parts;
  const id = randomUUID();
  const nameRow = () => `${id}/${number}`;
  let number = 0;
  let row = nameRow();
  let last: Promise<unknown> = Promise.resolve();
  /** Goes before the next write. */
  const urgent: (() => Promise<void>)[] = [];
  /** After a claim, every write happens only while the key still holds one of these values. */
  let fence: Fence | undefined;

  function inOrder<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = last.then(async () => {
      for (let next = urgent.shift(); next; next = urgent.shift()) await next();
      return work();
    });
    last = result.catch(() => {});
    return result;
  }

  /** Does not wait for the writes that wait. */
  function beforeOthers<Result>(work: () => Promise<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    urgent.push(() => work().then(resolve, reject));
    void inOrder(async () => {});
    return promise;
  }

  /** Gives what was decided, and what was changed; the latter is missing where the first answer got lost. */
  async function send(request: Omit<WriteRequest, 'writer' | 'number' | 'now'>): Promise<Outcome> {
    number += 1;
    const values = toWriteValues({ writer: row, number, now: clock.now(), ...request });
    const text = writeStatement(request.riders?.map((rider) => rider.text));
    const [answer] = await connections.repeat(text, values);
    const isKnown = typeof answer?.is_allowed === 'boolean';
    const verdict = isKnown ? answer : await readVerdict();
    // The number of this write stands in the row now, so nothing earlier can arrive under it any more.
    if (number % writesPerRow === 0) row = nameRow();
    return { ...verdict, isKnown };
  }

  async function readVerdict(): Promise<DatabaseRow> {
    const [verdict] = await connections.repeat(VERDICT_STATEMENT, [row, number]);
    if (!verdict) throw new StoreError(OUTCOME_UNKNOWN, { kind: 'unreachable' });
    return verdict;
  }

  function checkFence({ is_allowed: isAllowed }: Outcome): void {
    if (isAllowed === true) return;
    // No `StoreError`: people get no sentence, because the other process answers them.
    throw new BotError(
      'Another process has taken over this store or the work of this process, so nothing was written.',
    );
  }

  async function write(wanted: Wanted): Promise<readonly string[]> {
    const riding = riders?.takeAll() ?? [];
    try {
      const outcome = await send({ ...wanted, riders: riding, fence, condition: undefined });
      checkFence(outcome);
      for (const { arrived } of riding) arrived();
      return outcome.isKnown ? removedKeys(outcome) : wanted.removals;
    } catch (error) {
      for (const { failed } of riding) failed(error);
      throw error;
    }
  }

  async function compareAndSet(
    key: string,
    expected: string | undefined,
    next: string | undefined,
    { fence: guard, expires, payloads = [] }: CompareSettings,
  ): Promise<boolean> {
    const outcome = await send({
      fence: guard,
      condition: { key, expected },
      puts: next === undefined ? [] : [{ key, value: next, expires }],
      removals: next === undefined && expected !== undefined ? [key] : [],
      payloads,
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

    write: (wanted) => inOrder(() => write(wanted)),

    swap: (key, expected, next, beside) =>
      inOrder(() => compareAndSet(key, expected, next, { ...beside, fence })),

    claim(key, expected, next) {
      // Behind many writes, a renewal would come so late that others take this process for dead.
      const isRenewal = fence?.key === key && next !== undefined;
      return (isRenewal ? beforeOthers : inOrder)(async () => {
        const before = fence;
        // While its outcome is not known, either value may be the claimed one.
        if (fence?.key === key && next !== undefined) {
          fence = { key, values: [...fence.values.slice(-MOST_UNKNOWN), next] };
        }
        const isClaimed = await compareAndSet(key, expected, next, { fence: undefined });
        if (!isClaimed) fence = before;
        else fence = next === undefined ? undefined : { key, values: [next] };
        return isClaimed;
      });
    },
  };
}

/** Claims in a row whose outcome is not known. */
const MOST_UNKNOWN = 100;

function removedKeys({ removed }: DatabaseRow): readonly string[] {
  return Array.isArray(removed) ? removed.map(String) : [];
}
