import type { Observation, Observe } from '../contracts/observation.ts';
import type { ReplySurface } from '../contracts/reply-surface.ts';
import { PlatformError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import { platformOfScope } from './platform-of-scope.ts';

/** Who takes note of writes, and a clock for their time. */
export interface WriteObserverParts {
  readonly observe?: Observe | undefined;
  readonly clock: Clock;
}

/** A call that writes to the network of a surface. */
export interface ObservedWrite<Result> {
  readonly surface: ReplySurface;
  readonly call: Extract<Observation, { kind: 'write' }>['call'];
  write(): Promise<Result>;
}

/** Makes a write, and reports how it ended and how long it took. */
export async function observeWrite<Result>(
  { observe, clock }: WriteObserverParts,
  { surface, call, write }: ObservedWrite<Result>,
): Promise<Result> {
  if (!observe) return write();

  const platform = platformOfScope(surface.budget().scope);
  const startedAt = clock.now();
  const report = (outcome: string) =>
    observe({ kind: 'write', platform, call, outcome, tookMs: clock.now() - startedAt });
  try {
    const result = await write();
    report('done');
    return result;
  } catch (error) {
    // Other errors are faults of the program, which its log shows.
    report(error instanceof PlatformError ? error.kind : 'fault');
    throw error;
  }
}
