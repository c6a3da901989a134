/** The most calls in any window of a limit, and the limit. More calls than it allows: some were refused. */
export interface FullestWindow {
  readonly calls: number;
  readonly limit: number;
}

/** Measures how full the windows of limits become, whoever makes the calls. */
export interface FullestWindows {
  /** Counts a call, refused or not, of one scope of a limit: a chat, or all together. */
  count(call: {
    readonly name: string;
    readonly scope: string;
    readonly calls: number;
    readonly windowMs: number;
    /** Unix ms. */
    readonly at: number;
  }): void;
  /** By the names of the limits. */
  read(): Readonly<Record<string, FullestWindow>>;
}

const MAX_SCOPES = 5_000;
/** Of one scope. Far more than any limit allows. */
const MAX_TIMES = 1_000;

/** Creates a measure without calls. A window is any stretch of its length, and does not contain its end. */
export function createFullestWindows(): FullestWindows {
  const timesByScope = new Map<string, number[]>();
  const fullest = new Map<string, FullestWindow>();

  return {
    count({ name, scope, calls: limit, windowMs, at }) {
      const key = `${name} ${scope}`;
      const times = (timesByScope.get(key) ?? []).filter((time) => at - time < windowMs);
      times.push(at);
      timesByScope.delete(key);
      timesByScope.set(key, times.slice(-MAX_TIMES));
      const [oldest] = timesByScope.keys();
      if (timesByScope.size > MAX_SCOPES && oldest !== undefined) timesByScope.delete(oldest);

      const most = Math.max(fullest.get(name)?.calls ?? 0, times.length);
      fullest.set(name, { calls: most, limit });
    },

    read: () => Object.fromEntries(fullest),
  };
}
