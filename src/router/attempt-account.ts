import type { Attempt } from '../contracts/attempt.ts';
import type { Hold, PlannedSpending, Spending } from '../contracts/limits.ts';
import { ProviderError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { untilAborted } from '../lib/until-aborted.ts';
import { withTimeout } from '../lib/with-timeout.ts';

/** The account of one attempt: what is held back for it, until its record says what it used. */
export interface AttemptAccount {
  /**
   * Holds back what the attempt may use.
   *
   * @returns The most tokens that it may write. `undefined`: nothing limits it.
   * @throws A `ProviderError` of kind `unpriced` or `spent` when it may not start.
   */
  hold(planned: PlannedSpending, signal: AbortSignal): Promise<number | undefined>;
  /** Replaces the hold, also one that is still to come. Returns at once. Only the first call counts. */
  settle(attempt: Attempt): void;
}

/** The parts of an account. */
interface AccountParts {
  readonly clock: Clock;
  readonly log: Log;
}

/** An answer does not wait longer for the store: it counts without a hold then. */
const LONGEST_WAIT_MS = 10_000;

/** Opens the account of one attempt. Without `spending`, nothing is counted. */
export function createAttemptAccount(
  { clock, log }: AccountParts,
  spending: Spending | undefined,
): AttemptAccount {
  let held: Promise<Hold | undefined> = Promise.resolve(undefined);
  let hold: Hold | undefined;
  let record: Attempt | undefined;

  const warn = (error: unknown) =>
    log.warn({ error: String(error) }, 'router: what an attempt uses could not be counted');

  /** Some holds come after the end of their attempt. */
  const keep = (given: Hold) => {
    hold = given;
    if (record) settleHold(given, record);
    return given;
  };

  const settleHold = (given: Hold, attempt: Attempt) => {
    given.settle(attempt).catch(warn);
  };

  const request = async (planned: PlannedSpending) => {
    const given = await spending?.hold(planned);
    if (given === 'unpriced' || given === 'spent') throw createRefusal(given, planned);
    return given && keep(given);
  };

  return {
    async hold(planned, signal) {
      if (!spending) return undefined;

      held = request(planned);
      const onTimeout = () => new Error('the hold took too long');
      const waiting = withTimeout({ clock, timeoutMs: LONGEST_WAIT_MS, onTimeout }, () => held);
      try {
        return (await untilAborted(waiting, signal))?.maxAnswerTokens;
      } catch (error) {
        if (error instanceof ProviderError) throw error;
        // A store that fails must not cost the answer.
        warn(error);
        return undefined;
      } finally {
        held.catch(() => {});
        waiting.catch(() => {});
      }
    },

    settle(attempt) {
      if (record) return;
      record = attempt;
      if (hold) settleHold(hold, attempt);
    },
  };
}

function createRefusal(kind: 'unpriced' | 'spent', planned: PlannedSpending): ProviderError {
  const { provider, model } = planned;
  const reason =
    kind === 'unpriced'
      ? 'has no known price, and dollars are limited. Say its price in parley.yaml, or `unpriced: allow`'
      : 'was not asked: too little is left of a limit';
  return new ProviderError(`${provider}/${model} ${reason}.`, { kind, provider });
}
