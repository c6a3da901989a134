/** For each call that the network still counts, the time until it counts no more. */
export interface ScopeUse {
  readonly edits: readonly number[];
  /** Absent: creates are counted with the edits. */
  readonly creates?: readonly number[];
}

/** What a process leaves of the pace of a chat. Stored under `pace:` and the chat. */
export interface PaceRecord {
  readonly format: 1;
  /** What was used, by scope, when a process left the chat in order. */
  readonly uses?: Readonly<Record<string, ScopeUse>>;
  /** The most calls in one window, by scope, that a process has allowed itself. */
  readonly most?: Readonly<Record<string, number>>;
}

/** Reads a stored record. What cannot be read counts as missing. */
export function readPaceRecord(value: unknown): PaceRecord {
  const { uses, most }: { uses?: unknown; most?: unknown } = Object(value);
  return {
    format: 1,
    uses: Object.fromEntries(
      Object.entries(Object(uses)).flatMap(([scope, use]) =>
        isScopeUse(use) ? [[scope, use]] : [],
      ),
    ),
    most: Object.fromEntries(
      Object.entries(Object(most)).flatMap(([scope, calls]) =>
        typeof calls === 'number' ? [[scope, calls]] : [],
      ),
    ),
  };
}

function isScopeUse(value: unknown): value is ScopeUse {
  const { edits, creates = [] }: { edits?: unknown; creates?: unknown } = Object(value);
  return [edits, creates].every((each) => Array.isArray(each) && each.every(Number.isFinite));
}
