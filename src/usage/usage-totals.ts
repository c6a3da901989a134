import type { Spent, SpentQuery, UsageNumbers } from '../contracts/usage.ts';
import type { Clock } from '../lib/clock.ts';
import type { Log } from '../lib/log.ts';
import { createLogOnce } from '../lib/log-once.ts';
import { boundsOf, monthOf } from '../lib/page/days.ts';
import { addNumbers, NOTHING_USED } from './add-numbers.ts';
import type { Calendar } from './calendar.ts';
import { createPeriodTotals, type PeriodTotals } from './period-totals.ts';
import type { ReadRows } from './read-rows.ts';
import type { UsageOrigin } from './usage-origin.ts';

/** Numbers of a row. */
export interface CountedNumbers {
  readonly origin: UsageOrigin;
  readonly numbers: UsageNumbers;
}

/** What was used and is held back today and this month, in memory. */
export interface UsageTotals {
  /** Opens today and this month. Resolves when the stored rows count, or cannot be read. */
  open(): Promise<void>;
  /** Counts what was added to a row. Call it right after the row has changed. */
  addUsed(added: CountedNumbers, rowKey: string): void;
  addHeld(held: CountedNumbers): void;
  removeHeld(held: CountedNumbers): void;
  /** Reads the stored rows again. Until that has ended, what is known so far counts. */
  reload(): Promise<void>;
  spent(query: SpentQuery): Spent;
}

interface TotalsParts {
  readonly calendar: Calendar;
  readonly readRows: ReadRows;
  /** All that is held back. */
  readonly held: () => Iterable<CountedNumbers>;
  readonly clock: Clock;
  readonly log: Log;
}

interface Period {
  totals: PeriodTotals;
  /** While the stored rows are read: what was added to each row since the period was opened. */
  addedTo: Map<string, UsageNumbers> | undefined;
  loading: Promise<void>;
  failedAt?: number;
  /** Takes the place of this one when its rows are read. */
  next?: Period;
}

/** Today, this month, and those that were so before the clock jumped. */
const MAX_PERIODS = 4;
const RETRY_MS = 10_000;
const TOO_MANY =
  'usage: more people were active than can be told apart, limits of a person do not hold for all';

/** Creates the totals. */
export function createUsageTotals(parts: TotalsParts): UsageTotals {
  const { calendar, readRows, held, clock, log } = parts;
  /** By their names, `2026-11-30` and `2026-11`. The one that was used last is at the end. */
  const periods = new Map<string, Period>();
  const logOnce = createLogOnce(log);
  const createTotals = () => createPeriodTotals(() => logOnce.warn('full', {}, TOO_MANY));

  function open(name: string): Period {
    const known = periods.get(name);
    periods.delete(name);
    const period = known ?? newPeriod(name);
    periods.set(name, period);
    const [oldest] = periods.keys();
    if (periods.size > MAX_PERIODS && oldest !== undefined) periods.delete(oldest);

    const { failedAt } = period;
    const isDue = failedAt !== undefined && Math.abs(clock.now() - failedAt) >= RETRY_MS;
    if (!known || isDue) period.loading = load(name, period);
    return period;
  }

  function newPeriod(name: string): Period {
    const totals = createTotals();
    for (const { origin, numbers } of held()) {
      if (isIn(name, origin)) totals.add(origin, numbers);
    }
    return { totals, addedTo: new Map(), loading: Promise.resolve() };
  }

  /** Reads what rows had before the period was opened: the rest is in its totals already. */
  async function read(name: string, { addedTo }: Period): Promise<PeriodTotals> {
    const totals = createTotals();
    const [from, to] = boundsOf(name);
    for await (const rows of readRows({ from, to })) {
      for (const { key, current } of rows) {
        const row = current();
        const added = addedTo?.get(key);
        if (row) totals.add(row, added ? addNumbers(row, added, -1) : row);
      }
    }
    return totals;
  }

  async function load(name: string, period: Period): Promise<void> {
    delete period.failedAt;
    try {
      const totals = await read(name, period);
      totals.addAll(period.totals);
      period.totals = totals;
      period.addedTo = undefined;
    } catch (error) {
      period.failedAt = clock.now();
      log.error({ error, period: name }, 'usage: cannot be read, limits do not know all of it');
    }
  }

  function* periodsOf({ day }: UsageOrigin): Generator<Period> {
    for (const name of [day, monthOf(day)]) {
      const period = periods.get(name);
      if (period) yield period;
      if (period?.next) yield period.next;
    }
  }

  async function reloadPeriod(name: string, period: Period): Promise<void> {
    const next = newPeriod(name);
    period.next = next;
    await load(name, next);
    const isNewest = periods.get(name) === period && period.next === next;
    if (isNewest && next.failedAt === undefined) periods.set(name, next);
    if (isNewest) delete period.next;
  }

  return {
    async open() {
      const today = calendar.today();
      await Promise.all([today, monthOf(today)].map((name) => open(name).loading));
    },

    addUsed({ origin, numbers }, rowKey) {
      for (const { totals, addedTo } of periodsOf(origin)) {
        totals.add(origin, numbers);
        addedTo?.set(rowKey, addNumbers(addedTo.get(rowKey) ?? NOTHING_USED, numbers));
      }
    },

    addHeld({ origin, numbers }) {
      for (const { totals } of periodsOf(origin)) totals.add(origin, numbers);
    },

    removeHeld({ origin, numbers }) {
      for (const { totals } of periodsOf(origin)) totals.add(origin, numbers, -1);
    },

    async reload() {
      await Promise.all([...periods].map(([name, period]) => reloadPeriod(name, period)));
    },

    spent({ scope, person, period }) {
      const today = calendar.today();
      const { totals } = open(period === 'day' ? today : monthOf(today));
      return totals.spent(scope, person);
    },
  };
}

function isIn(period: string, { day }: UsageOrigin): boolean {
  return period === day || period === monthOf(day);
}
