import type { Log } from './log.ts';

/** Writes each cause as a warning the first time, and after that only for debugging. */
export interface LogOnce {
  warn(cause: string, fields: Record<string, unknown>, message: string): void;
  /** The next time of each cause is a warning again. */
  forget(): void;
}

/** A server may give new words for the same cause each time. */
const MAX_CAUSES = 20;

/** Creates a `LogOnce` that has seen no cause. After 20 causes, new ones are for debugging too. */
export function createLogOnce(log: Log): LogOnce {
  const causes = new Set<string>();

  return {
    warn(cause, fields, message) {
      const isNew = !causes.has(cause) && causes.size < MAX_CAUSES;
      if (!isNew) return log.debug(fields, message);

      causes.add(cause);
      log.warn(fields, message);
    },
    forget: () => causes.clear(),
  };
}
