/** The times at which this process ran a timer. */
export interface Heartbeat {
  /** The time (`Date.now()`) of the `count`th beat after `time`; Infinity when there was none. */
  after(time: number, count: number): number;
  stop(): void;
}

const BEAT_MS = 5;

/**
 * Counts the turns of the event loop instead of milliseconds. A busy machine stretches the pauses between the beats as it stretches
 * everything else in this process.
 */
export function startHeartbeat(): Heartbeat {
  const beats: number[] = [];
  const timer = setInterval(() => beats.push(Date.now()), BEAT_MS);
  return {
    after(time, count) {
      const first = beats.findIndex((beat) => beat > time);
      return first < 0 ? Infinity : (beats[first + count - 1] ?? Infinity);
    },
    stop: () => clearInterval(timer),
  };
}
