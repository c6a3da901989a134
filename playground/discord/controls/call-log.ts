/** One REST request, as tests count them. */
export interface RestCall {
  readonly at: number;
  readonly method: string;
  /** As the routes spell it; of an unknown path, the path. */
  readonly route: string;
  readonly path: string;
  /** 0: it was never answered. */
  readonly status: number;
}

const MAX_CALLS = 20_000;

/** The newest calls, oldest first. */
export function createCallLog(): {
  readonly calls: readonly RestCall[];
  note(call: RestCall): void;
} {
  const calls: RestCall[] = [];
  return {
    calls,
    note(call) {
      calls.push(call);
      // In one go, because removing the first of so many each time is slow.
      if (calls.length > MAX_CALLS) calls.splice(0, MAX_CALLS / 10);
    },
  };
}
