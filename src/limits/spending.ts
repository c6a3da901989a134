import type { Attempt } from '../contracts/attempt.ts';
import type { Hold, PlannedSpending, Spending } from '../contracts/limits.ts';
import type { Charge, Spender, UsageLedger } from '../contracts/usage.ts';
import { StoreError } from '../errors.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { omitUndefined } from '../lib/omit-undefined.ts';
import { isInDollars } from '../lib/page/is-in-dollars.ts';
import { personKey } from '../lib/person-key.ts';
import { scopeNames } from '../lib/scope-names.ts';
import { withTimeout } from '../lib/with-timeout.ts';
import type { LimitMeter } from './limit-meter.ts';
import type { LimitInForce, LimitList } from './list-limits.ts';
import type { OpenHold, OpenHolds } from './open-holds.ts';
import { type PlannedHold, planHold, type Room } from './plan-hold.ts';

/** The ledger, and everything that knows what is left. */
export interface SpendingParts {
  readonly ledger: Pick<UsageLedger, 'hold' | 'settle'>;
  readonly meter: Pick<LimitMeter, 'left'>;
  readonly holds: OpenHolds;
  readonly clock: Clock;
  readonly log: Log;
}

/** What is asked for, and what limits it. */
export interface SpendingOptions {
  /** Unique. The attempts get numbers behind it. */
  readonly id: string;
  readonly spender: Spender;
  readonly purpose: Charge['purpose'];
  readonly limits: SpendingLimits;
  /** Ends the wait for what running answers hold back. Absent: it does not wait. */
  readonly signal?: AbortSignal | undefined;
  /** Called when too little is left. */
  onSpent?(shortage: Shortage): void;
  /** Called when the store cannot take a hold that must not be lost. */
  onFailure?(error: unknown): void;
  /** Called with the id of each charge. */
  onHeld?(id: string): void;
}

/** Too little is left for a hold. */
export interface Shortage {
  /** Those of which too little is left. */
  readonly limits: readonly LimitInForce[];
  /** Running answers hold back what may suffice. */
  readonly isHeld: boolean;
  /** It would not fit either if nothing had been used yet. */
  readonly isHopeless: boolean;
}

type SpendingLimits = Pick<LimitList, 'longestAnswer' | 'allowsUnpriced'> & {
  /** Those in tokens and dollars. */
  readonly budgets: readonly LimitInForce[];
};

interface OpenedHold {
  readonly plan: PlannedHold;
  readonly charge: Charge;
  /** Resolves when it is on disk. */
  readonly stored: Promise<void>;
  release(): void;
}

/** The router waits ten seconds for a hold. */
const LONGEST_WAIT_MS = 5_000;
const LONGEST_STORING_MS = 4_000;

/** Creates the account of one answer, summary or transcription. */
export function createSpending(parts: SpendingParts, options: SpendingOptions): Spending {
  const { ledger, meter, holds, clock, log } = parts;
  const { id, spender, purpose, limits, signal } = options;
  const isMoneyLimited = limits.budgets.some(isInDollars);
  let attempts = 0;

  const leftOf = (budget: LimitInForce) => meter.left(budget);
  const freeOf = (budget: LimitInForce) => meter.left(budget, true);

  /** The decision and the reservation are one step of the event loop. */
  function tryToHold(planned: PlannedSpending): OpenedHold | 'unpriced' | 'spent' {
    const plan = planHold(planned, roomOf(limits, leftOf));
    if (typeof plan === 'string') return plan;

    attempts += 1;
    const charge = { id: `${id}.${attempts}`, spender, purpose, attempt: plan.attempt };
    const stored = ledger.hold(charge);
    return { plan, charge, stored, release: holds.add(openHoldOf(charge)) };
  }

  /** It would fit if running answers held nothing back. */
  function mayFit(planned: PlannedSpending): boolean {
    return planHold(planned, roomOf(limits, freeOf)) !== 'spent';
  }

  /** Running answers often need less than they hold back: where that may suffice, it waits for them. */
  async function holdWhenFree(
    planned: PlannedSpending,
  ): Promise<OpenedHold | 'unpriced' | 'spent'> {
    const giveUpAt = clock.now() + LONGEST_WAIT_MS;
    for (;;) {
      const opened = tryToHold(planned);
      if (opened !== 'spent') return opened;

      const remainingMs = giveUpAt - clock.now();
      const mayWait = signal && !signal.aborted && remainingMs > 0;
      if (!mayWait || !mayFit(planned)) return opened;
      await holds.whenOneEnds(remainingMs, signal);
    }
  }

  function reportSpent(planned: PlannedSpending): void {
    const scarce = limits.budgets.filter(
      (budget) => planHold(planned, roomOf({ ...limits, budgets: [budget] }, leftOf)) === 'spent',
    );
    const unused = roomOf(limits, ({ most }) => most);
    const isHopeless = planHold(planned, unused) === 'spent';
    options.onSpent?.({ limits: scarce, isHeld: mayFit(planned), isHopeless });
  }

  function settleOnce({ charge, release }: OpenedHold): Hold['settle'] {
    let isSettled = false;
    return async (attempt) => {
      if (isSettled) return;
      isSettled = true;
      const settling = ledger.settle({ ...charge, attempt });
      release();
      await settling;
    };
  }

  /**
   * Tells whether the attempt may start. A budget that is not on disk would begin anew after a kill; without one, an
   * answer is worth more.
   */
  async function isStored(
    { charge, stored }: OpenedHold,
    settle: Hold['settle'],
  ): Promise<boolean> {
    const onTimeout = () => new StoreError('The store took too long.', { kind: 'unavailable' });
    const timeout = { clock, timeoutMs: LONGEST_STORING_MS, onTimeout };
    try {
      await withTimeout(timeout, () => stored);
      return true;
    } catch (error) {
      // The store itself reports its trouble, once.
      const level = error instanceof StoreError ? 'debug' : 'warn';
      log[level]({ error: String(error) }, 'limits: what an answer may use was not stored');
      if (!isMoneyLimited) return true;
      void settle(unusedAttempt(charge.attempt));
      options.onFailure?.(error);
      return false;
    }
  }

  return {
    async hold(planned) {
      const opened = await holdWhenFree(planned);
      if (opened === 'spent') reportSpent(planned);
      if (typeof opened === 'string') return opened;

      options.onHeld?.(opened.charge.id);
      const settle = settleOnce(opened);
      if (!(await isStored(opened, settle))) return 'spent';
      const { maxAnswerTokens } = opened.plan;
      return omitUndefined({ maxAnswerTokens, settle });
    },
  };
}

/** `amountOf`: what a budget has for the attempt. */
function roomOf(
  { budgets, longestAnswer, allowsUnpriced }: SpendingLimits,
  amountOf: (budget: LimitInForce) => number,
): Room {
  const least = (some: readonly LimitInForce[]) => Math.min(...some.map(amountOf));
  const inDollars = budgets.filter(isInDollars);
  const inTokens = budgets.filter((budget) => !isInDollars(budget));
  return omitUndefined({
    usd: least(inDollars),
    tokens: least(inTokens),
    longestAnswer,
    allowsUnpriced,
  });
}

function openHoldOf({ spender: { channel, person }, attempt }: Charge): OpenHold {
  const { inputTokens = 0, outputTokens = 0, usd = 0 } = attempt;
  return omitUndefined({
    scopes: scopeNames(channel),
    person: person && personKey(channel.platform, person.id),
    tokens: inputTokens + outputTokens,
    usd,
  });
}

/** An attempt that was never made. */
function unusedAttempt({ provider, model, keyAlias, endMs }: Attempt): Attempt {
  return omitUndefined({ provider, model, keyAlias, outcome: 'stopped' as const, endMs, usd: 0 });
}
