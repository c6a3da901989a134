/** One REST request, for tests that count them. */
export interface RestCall {
  /** Unix ms of its answer. */
  readonly at: number;
  readonly method: string;
  /**
   * The path as the routes spell it (`/channels/:channel/messages`), or the path itself if no route
   * has it.
   */
  readonly route: string;
  readonly path: string;
  /** The HTTP status of the answer. 0: the request was never answered. */
  readonly status: number;
}

/** The newest calls. */
interface CallLog {
  /** Oldest first. */
  readonly calls: readonly RestCall[];
  record(call: RestCall): void;
}

const MAX_CALLS = 20_000;

/** Creates an empty call log. */
export function createCallLog(): CallLog {
  const calls: RestCall[] = [];

  return {
    calls,
    record(call) {
      calls.push(call);
      // Removes a tenth in one go, because removing the first of 20,000 calls each time is slow.
      if (calls.length > MAX_CALLS) calls.splice(0, MAX_CALLS / 10);
    },
  };
}
