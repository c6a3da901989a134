/** The part of a limit that one process holds. */
export interface Holding {
  readonly count: number;
  /** The number that it had use for when it wrote this. More than `count`: it needs more. */
  readonly want: number;
  /** Where there is not one for everybody, the process with the lowest number comes first. */
  readonly turn: number;
}

/** Who holds how much of a limit, by the ids of the processes. Stored under `share:` and the name of the limit. */
export type Holdings = ReadonlyMap<string, Holding>;

/** Stands for processes that an unreadable record may have named. It is no member of the fleet. */
const UNKNOWN = 'unknown';

/** Reads a stored record. An unreadable one counts as held by a process that is gone. */
export function readHoldings(value: unknown, total: number): Holdings {
  if (value === undefined) return new Map();
  const holders = isObject(value) && isObject(value.holders) ? Object.entries(value.holders) : [];
  const readable = holders.filter((entry): entry is [string, Holding] => isHolding(entry[1]));
  if (readable.length > 0 && readable.length === holders.length) return new Map(readable);
  return new Map([[UNKNOWN, { count: total, want: 0, turn: 0 }]]);
}

/** The record to store. `undefined`: nobody holds anything. */
export function writeHoldings(holdings: Holdings): object | undefined {
  return holdings.size > 0 ? { format: 1, holders: Object.fromEntries(holdings) } : undefined;
}

/** It needs more than it has. */
export function isShort({ count, want }: Holding): boolean {
  return want > count;
}

function isHolding(value: unknown): value is Holding {
  if (!isObject(value)) return false;
  return [value.count, value.want, value.turn].every(Number.isFinite);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
