import type {
  Admission,
  AnswerSpending,
  LimitedQuestion,
  LimitState,
} from '../contracts/limits.ts';
import type { Spender, UsageLedger } from '../contracts/usage.ts';
import { isInDollars } from '../lib/page/is-in-dollars.ts';
import type { LimitMeter } from './limit-meter.ts';
import type { LimitInForce, LimitList } from './list-limits.ts';
import { LONGEST_WAIT_FOR_HOLDS_MS } from './open-holds.ts';
import { createSpending, type Shortage, type SpendingParts } from './spending.ts';

/** What accounts are made of. */
export interface AnswerAccountParts extends SpendingParts {
  readonly ledger: Pick<UsageLedger, 'hold' | 'settle' | 'countAnswer'>;
  readonly meter: Pick<LimitMeter, 'left' | 'reserve' | 'state'>;
  /** Called for the limit that stops or degrades a question. */
  onReached(limit: LimitInForce, question: LimitedQuestion): void;
}

/** An admitted question, and the limits that apply to it. */
export interface AdmittedQuestion {
  readonly question: LimitedQuestion;
  readonly list: LimitList;
  /** Unique. */
  readonly id: string;
  readonly signal?: AbortSignal | undefined;
}

type ByLimit = Exclude<Admission, { kind: 'admitted' }>;

/** Decides how a question goes on, and keeps its account. */
export interface AnswerAccounts {
  /** Decides by limits for a day or a month that are reached. */
  decide(admitted: AdmittedQuestion, reached: readonly LimitInForce[]): ByLimit | undefined;
  /** Reserves what an admitted question takes, and opens its account. */
  open(admitted: AdmittedQuestion): AnswerSpending;
}

/** What one run of a turn reserves. */
interface Reservation {
  readonly end: AnswerSpending['end'];
  /** Something was held back, so it may have cost something. */
  onHeld(id: string): void;
}

const NO_SETS: ReadonlySet<number> = new Set();

/** Creates the accounts of answers. */
export function createAnswerAccounts(parts: AnswerAccountParts): AnswerAccounts {
  const { ledger, meter, holds, onReached, clock } = parts;

  function reserve({ question, list, id }: AdmittedQuestion): Reservation {
    const perMinute = question.isResumed ? [] : list.measured.filter(isPerAnswerAndMinute);
    const uncount = runAll(perMinute.map(meter.reserve));
    const giveBack = runAll(list.measured.filter(isPerAnswerAndDay).map(meter.reserve));
    let isOpen = true;
    /** Absent: nothing was held back, so it cost nothing. */
    let lastCharge: string | undefined;

    return {
      async end(answered) {
        if (!isOpen) return;
        isOpen = false;
        const charge = { id: lastCharge ?? id, spender: spenderOf(question) };
        const counting =
          answered && ledger.countAnswer({ ...charge, purpose: 'answer', attempt: answered });
        giveBack();
        if (!lastCharge && !answered) uncount();
        await counting;
      },
      onHeld(chargeId) {
        lastCharge = chargeId;
      },
    };
  }

  /** `sets`: the degraded ones, which no longer stop anything. */
  function openOn(
    admitted: AdmittedQuestion,
    { end, onHeld }: Reservation,
    sets = NO_SETS,
  ): AnswerSpending {
    const { question, list, id, signal } = admitted;
    const budgets = list.measured.filter((limit) => isBudget(limit) && !sets.has(limit.set));
    const giveUpAt = clock.now() + LONGEST_WAIT_FOR_HOLDS_MS;
    let spent: Shortage | undefined;
    let failure: unknown;
    const spending = createSpending(parts, {
      // The accounts of one question follow each other, each with more degraded sets.
      id: sets.size === 0 ? id : `${id}-${sets.size}`,
      spender: spenderOf(question),
      purpose: 'answer',
      limits: { ...list, budgets },
      signal,
      onSpent(shortage) {
        spent = shortage;
      },
      onFailure(error) {
        failure = error;
      },
      onHeld,
    });

    function needsShorterPrompt() {
      return spent?.isHopeless === true && spent.limits.some(isBlocking);
    }

    async function afterSpent() {
      if (failure !== undefined) throw failure;
      const { limits = [], isHeld } = needsShorterPrompt() ? {} : (spent ?? {});
      spent = undefined;
      const remainingMs = giveUpAt - clock.now();
      if (!isHeld || signal?.aborted || remainingMs <= 0)
        return decideOn(admitted, limits, () => ({ end, onHeld }), sets);
      await holds.whenOneEnds(remainingMs, signal);
      return 'retry' as const;
    }

    return { ...spending, afterSpent, needsShorterPrompt, end };
  }

  function decideOn(
    admitted: AdmittedQuestion,
    reached: readonly LimitInForce[],
    reserved: () => Reservation,
    sets = NO_SETS,
  ): ByLimit | undefined {
    for (const limit of reached) onReached(limit, admitted.question);
    const blocking = reached.filter(isBlocking);
    const limit = lastToReset(meter, blocking.length > 0 ? blocking : reached);
    if (!limit) return undefined;

    // The widest set comes first: its model suits all others.
    const model = reached[0]?.degrade;
    if (blocking.length > 0 || model === undefined) return { kind: 'refused', limit };
    const degradedSets = new Set([...sets, ...reached.map(({ set }) => set)]);
    return { kind: 'degraded', model, limit, spending: openOn(admitted, reserved(), degradedSets) };
  }

  return {
    decide: (admitted, reached) => decideOn(admitted, reached, () => reserve(admitted)),
    open: (admitted) => openOn(admitted, reserve(admitted)),
  };
}

function runAll(steps: readonly (() => void)[]): () => void {
  return () => {
    for (const step of steps) step();
  };
}

/** The limit whose reset comes last: until then, nothing changes. */
function lastToReset(
  meter: Pick<LimitMeter, 'state'>,
  limits: readonly LimitInForce[],
): LimitState | undefined {
  return limits.map(meter.state).toSorted((a, b) => b.resetsAt - a.resetsAt)[0];
}

function spenderOf({ channel, author: { id, name } }: LimitedQuestion): Spender {
  return { channel, person: { id, name } };
}

function isPerAnswerAndMinute({ measure }: LimitInForce): boolean {
  return measure === 'answersPerMinute';
}

function isPerAnswerAndDay({ measure }: LimitInForce): boolean {
  return measure === 'answersPerDay';
}

/** No cheaper model answers when it is reached. */
function isBlocking({ degrade }: LimitInForce): boolean {
  return degrade === undefined;
}

function isBudget(limit: LimitInForce): boolean {
  return limit.measure === 'tokensPerDay' || isInDollars(limit);
}
