import { Session } from 'node:inspector';

/** The code whose work counts: the parser, the layout, the pages and the dialects. */
const COUNTED_CODE =
  /\/src\/(?:markdown|platforms)\/|\/node_modules\/(?:micromark|mdast-util|unist-util|decode-named)/;

/** Counts the steps of the code that renders. */
export interface WorkCounter {
  /** The number of steps since the last call: each call of a function and each run of a block. */
  take(): number;
  stop(): void;
}

/**
 * Starts to count. V8 itself counts how often each block of code runs, so the code needs no
 * counters, and the same work gives the same count on every machine.
 */
export function startWorkCounter(): WorkCounter {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });

  return {
    take() {
      let counts: readonly number[] = [];
      session.post('Profiler.takePreciseCoverage', (_, { result }) => {
        counts = result
          .filter(({ url }) => COUNTED_CODE.test(url))
          .flatMap(({ functions }) => functions)
          .flatMap(({ ranges }) => ranges.map(({ count }) => count));
      });
      return counts.reduce((sum, count) => sum + count, 0);
    },
    stop() {
      session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}
