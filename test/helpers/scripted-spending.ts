import type { Attempt } from '../../src/contracts/attempt.ts';
import type { PlannedSpending, Spending } from '../../src/contracts/limits.ts';

/** What a hold gives: a limit for the answer, no limit, a refusal, a failure, or nothing for ever. */
export type ScriptedHold = number | 'unlimited' | 'unpriced' | 'spent' | 'fails' | Promise<void>;

/** An account without a ledger. Gives the holds of the script in order, and then `unlimited`. */
export function createScriptedSpending(...script: ScriptedHold[]) {
  const planned: PlannedSpending[] = [];
  const settled: Attempt[] = [];
  /** The attempts that got a hold. */
  const granted: PlannedSpending[] = [];

  const spending: Spending = {
    async hold(attempt) {
      planned.push(attempt);
      const step = script.shift() ?? 'unlimited';
      if (step === 'unpriced' || step === 'spent') return step;
      if (step === 'fails') throw new Error('the disk is full');
      if (step instanceof Promise) await step;
      granted.push(attempt);
      return {
        ...(typeof step === 'number' ? { maxAnswerTokens: step } : {}),
        async settle(record) {
          settled.push(record);
        },
      };
    },
  };
  return { spending, planned, granted, settled };
}
