import type { Change, Store } from '../contracts/store.ts';
import type { UsageLedger, UsageNumbers } from '../contracts/usage.ts';
import { monthOf } from '../lib/page/days.ts';
import { NOTHING_USED, numbersOf } from './add-numbers.ts';
import type { Calendar } from './calendar.ts';
import type { HoldsOfOthers } from './holds-of-others.ts';
import { HOLDS_PREFIX } from './row-key.ts';
import { writeStoredUsage } from './stored-usage.ts';
import type { UsageNames } from './usage-names.ts';
import { originOfCharge } from './usage-origin.ts';
import type { UsageRows } from './usage-rows.ts';
import type { UsageSharing } from './usage-sharing.ts';
import type { CountedNumbers, UsageTotals } from './usage-totals.ts';

interface LedgerParts {
  readonly store: Pick<Store, 'write'>;
  readonly calendar: Calendar;
  readonly rows: Pick<UsageRows, 'add'>;
  /** Stores a row now or later. Never rejects. */
  readonly save: (rowKey: string) => Promise<void>;
  readonly names: Pick<UsageNames, 'hear'>;
  readonly totals: UsageTotals;
  /** What is held back, by the id of the charge. */
  readonly holds: Map<string, CountedNumbers>;
  /** Tells what this process holds back from what others do, or have left behind. */
  readonly processId: string;
  readonly ofOthers: Pick<HoldsOfOthers, 'held'>;
  readonly sharing: UsageSharing;
}

/** Far more than there are requests at the same time. */
const MAX_HOLDS = 10_000;
/** Attempts that ended on another day than they began, and may still turn out to be an answer. */
const MAX_LATE = 1_000;
const ONE_ANSWER: UsageNumbers = { ...NOTHING_USED, answers: 1 };

/** Creates the ledger. An attempt counts on the day on which it was held back. */
export function createUsageLedger(parts: LedgerParts): UsageLedger {
  const { store, calendar, rows, save, names, totals, holds, processId, ofOthers, sharing } = parts;
  const lateDays = new Map<string, string>();

  function count(counted: CountedNumbers, also: readonly Change[]): Promise<void> {
    const key = rows.add(counted.origin, counted.numbers, also);
    totals.addUsed(counted, key);
    sharing.used(counted);
    return save(key);
  }

  function takeHold(id: string): CountedNumbers | undefined {
    const held = holds.get(id);
    holds.delete(id);
    if (!held) return undefined;
    totals.removeHeld(held);
    sharing.ended(id);
    return held;
  }

  /** So many holds are not released by mistake only. The oldest one counts as used from now on. */
  function dropSurplus(): void {
    const [oldest] = holds.keys();
    if (holds.size < MAX_HOLDS || oldest === undefined) return;
    const held = takeHold(oldest);
    if (held) void count(held, [removalOf(oldest)]);
  }

  function rememberDay(id: string, day: string): void {
    const [oldest] = lateDays.keys();
    if (lateDays.size >= MAX_LATE && oldest !== undefined) lateDays.delete(oldest);
    lateDays.set(id, day);
  }

  return {
    async hold(charge) {
      const { id, attempt } = charge;
      void totals.open();
      takeHold(id);
      dropSurplus();
      const origin = originOfCharge(charge, calendar.today());
      const numbers = numbersOf({ ...attempt, outcome: 'answered' }) ?? NOTHING_USED;
      const held = { origin, numbers };
      holds.set(id, held);
      totals.addHeld(held);
      sharing.held(id, held);
      const value = { ...writeStoredUsage(origin, numbers), processId };
      await store.write([{ key: HOLDS_PREFIX + id, value }]);
    },

    async settle(charge) {
      const { id, spender, attempt } = charge;
      void totals.open();
      const today = calendar.today();
      const held = takeHold(id);
      const day = held?.origin.day ?? today;
      if (day !== today) rememberDay(id, day);

      const origin = originOfCharge(charge, day);
      const numbers = numbersOf(attempt) ?? NOTHING_USED;
      const removal = held ? [removalOf(id)] : [];
      if (!held && numbers === NOTHING_USED) return;
      await count({ origin, numbers }, [...removal, ...names.hear(spender)]);
    },

    async countAnswer(charge) {
      void totals.open();
      const origin = originOfCharge(charge, lateDays.get(charge.id) ?? calendar.today());
      await count({ origin, numbers: ONE_ANSWER }, names.hear(charge.spender));
    },

    spent: totals.spent,
    heldElsewhere({ scope, person, period }) {
      const today = calendar.today();
      return ofOthers.held(scope, person, period === 'day' ? today : monthOf(today));
    },
  };
}

function removalOf(id: string): Change {
  return { key: HOLDS_PREFIX + id, value: undefined };
}
