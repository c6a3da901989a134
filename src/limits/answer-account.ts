import type {
  Admission,
  AnswerSpending,
  LimitedQuestion,
  LimitState,
} from '../contracts/limits.ts';
import type { Spender, UsageLedger } from '../contracts/usage.ts';
import type { LimitMeter } from './limit-meter.ts';
import type { LimitInForce, LimitList } from './list-limits.ts';
import { createSpending, type SpendingParts } from './spending.ts';

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
  onHeld(): void;
}

const NO_SETS: ReadonlySet<number> = new Set();

/** Creates the accounts of answers. */
export function createAnswerAccounts(parts: AnswerAccountParts): AnswerAccounts {
  const { ledger, meter, onReached } = parts;

  function reserve({ question, list, id }: AdmittedQuestion): Reservation {
    const takenBack = question.isResumed ? [] : list.measured.filter(isPerAnswerAndMinute);
    const takeBack = takenBack.map(meter.reserve);
    const giveBack = list.measured.filter(isPerAnswerAndDay).map(meter.reserve);
    let isOpen = true;
    let hasHeld = false;

    return {
      async end(answered) {
        if (!isOpen) return;
        isOpen = false;
        const spender = spenderOf(question);
        const counting =
          answered && ledger.countAnswer({ id, spender, purpose: 'answer', attempt: answered });
        for (const end of giveBack) end();
        if (!hasHeld && !answered) for (const end of takeBack) end();
        await counting;
      },
      onHeld() {
        hasHeld = true;
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
    let spent: readonly LimitInForce[] = [];
    const spending = createSpending(parts, {
      // The accounts of one question follow each other, each with more degraded sets.
      id: sets.size === 0 ? id : `${id}-${sets.size}`,
      spender: spenderOf(question),
      purpose: 'answer',
      limits: { ...list, budgets },
      signal,
      onSpent(limits) {
        spent = limits;
      },
      onHeld,
    });
    const afterSpent = () => decideOn(admitted, spent, () => ({ end, onHeld }), sets);
    return { ...spending, afterSpent, end };
  }

  function decideOn(
    admitted: AdmittedQuestion,
    reached: readonly LimitInForce[],
    reserved: () => Reservation,
    sets = NO_SETS,
  ): ByLimit | undefined {
    for (const limit of reached) onReached(limit, admitted.question);
    const blocking = reached.filter(({ degrade }) => degrade === undefined);
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

/** The limit whose reset comes last: until then, nothing changes. */
function lastToReset(
  meter: Pick<LimitMeter, 'state'>,
  limits: readonly LimitInForce[],
): LimitState | undefined {
  return limits.map(meter.state).toSorted((a, b) => b.resetsAt - a.resetsAt)[0];
}

function spenderOf({ channel, author, person = author }: LimitedQuestion): Spender {
  return { channel, person: { id: person.id, name: person.name } };
}

function isPerAnswerAndMinute({ measure }: LimitInForce): boolean {
  return measure === 'answersPerMinute';
}

function isPerAnswerAndDay({ measure }: LimitInForce): boolean {
  return measure === 'answersPerDay';
}

function isBudget({ measure }: LimitInForce): boolean {
  return measure === 'tokensPerDay' || measure === 'usdPerDay' || measure === 'usdPerMonth';
}
