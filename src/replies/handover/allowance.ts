import type { Clock } from '../../lib/clock.ts';
import { assumedCalls, raisedCalls } from './assumed-calls.ts';

/** The number of calls of a scope's window that this process may make. It rises when the store knows of it. */
export interface Allowance {
  readonly calls: number;
  /** So many calls of the window are needed now, or soon. */
  expect(calls: number): void;
}

interface AllowanceParts {
  readonly budget: { readonly calls: number; readonly windowMs: number };
  readonly clock: Clock;
  /** The last process in the chat died lately: the calls that it left are for this one. */
  isAfterDeath(): boolean;
  /** Keeps a number in the store. Rejects when it could not. `undefined`: this process may not, as another one answers there. */
  keep(calls: number): Promise<void> | undefined;
  /** Called when the number has risen, or may rise now. */
  onChange(): void;
}

/** A write to the store takes less time than the calls until this many are left. */
const AHEAD = 1;
const RETRY_MS = 1_000;

/** Creates the allowance of a scope. */
export function createAllowance(parts: AllowanceParts): Allowance {
  const { budget, clock, isAfterDeath, keep, onChange } = parts;
  const assumed = assumedCalls(budget);
  let kept = { calls: assumed, until: Number.NEGATIVE_INFINITY };
  let isBusy = false;

  const present = () => (clock.now() < kept.until ? kept.calls : assumed);

  async function raise(calls: number): Promise<void> {
    const sentAt = clock.now();
    const keeping = keep(calls);
    if (!keeping) return;

    isBusy = true;
    try {
      await keeping;
      kept = { calls, until: sentAt + budget.windowMs };
      isBusy = false;
      onChange();
    } catch {
      // The store has said why.
      clock.after(RETRY_MS, () => {
        isBusy = false;
        onChange();
      });
    }
  }

  return {
    get calls() {
      return present();
    },

    expect(calls) {
      const next = raisedCalls(budget, Math.max(present(), calls - 1), isAfterDeath());
      if (!isBusy && calls + AHEAD >= present() && next > present()) void raise(next);
    },
  };
}
