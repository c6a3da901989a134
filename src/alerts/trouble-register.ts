import type { Fleet } from '../contracts/fleet.ts';
import type { Clock } from '../lib/clock.ts';
import { createExpiringMap } from '../lib/expiring-map.ts';
import type { Log } from '../lib/log.ts';
import type { Signs } from './read-observation.ts';
import { idOf, type Trouble } from './trouble.ts';
import type { TroubleRecord, TroubleRecords } from './trouble-records.ts';
import { TROUBLE_RULES } from './trouble-rules.ts';

/** Decides which troubles are told, and which are over. */
export interface TroubleRegister {
  take(signs: Signs): void;
  /** Looks at the time: what has lasted long enough is told, and what has a known end ends. */
  look(): void;
  /** There are troubles that are told when they last. */
  isWaiting(): boolean;
  /** A process has left: what only it had is over. */
  endOfGone(): void;
}

interface RegisterParts {
  readonly records: TroubleRecords;
  readonly fleet: Pick<Fleet, 'self' | 'members'>;
  readonly clock: Clock;
  readonly log: Log;
  /** There is something to tell. */
  onChange(): void;
  /** From now on, `look` must be called now and then. */
  onWaiting(): void;
}

/** A trouble that is not told so far: it may be over in a moment. */
interface Suspicion {
  readonly trouble: Trouble;
  readonly since: number;
  readonly times: number;
}

const MAX_SUSPICIONS = 200;
/** A suspicion that is neither seen again nor over is of yesterday. */
const SUSPICION_MS = 24 * 60 * 60_000;
/** The record of a trouble that goes on and on is not written for each sign of it. */
const SEEN_STEP_MS = 60 * 60_000;

/** Creates a register over the records of earlier runs. */
export function createTroubleRegister(parts: RegisterParts): TroubleRegister {
  const { records, fleet, clock, log, onChange, onWaiting } = parts;
  const suspicions = createExpiringMap<string, Suspicion>({ clock, maxEntries: MAX_SUSPICIONS });
  /** Ids of suspicions that are told when they last. One that is no suspicion any more is dropped at the next look. */
  const lasting = new Set<string>();

  function see(trouble: Trouble): void {
    const id = idOf(trouble);
    const record = records.get(id);
    if (record) seeAgain(record, trouble);
    else if (!isCovered(trouble)) weigh(id, trouble);
  }

  function weigh(id: string, trouble: Trouble): void {
    const before = suspicions.get(id);
    const now = clock.now();
    const suspicion = { trouble, since: before?.since ?? now, times: (before?.times ?? 0) + 1 };
    if (isToBeTold(suspicion)) {
      open(id, suspicion);
      return;
    }

    suspicions.set(id, suspicion, SUSPICION_MS);
    const isToLast = TROUBLE_RULES[trouble.kind].afterMs !== undefined;
    if (!isToLast || lasting.size >= MAX_SUSPICIONS) return;
    lasting.add(id);
    onWaiting();
  }

  function seeAgain(record: TroubleRecord, trouble: Trouble): void {
    const { overAt, ...open } = record;
    const isNews = overAt !== undefined || trouble.kind !== record.trouble.kind;
    const isNewHere = isOfProcess(trouble) && !record.seenBy?.includes(fleet.self.id);
    const now = clock.now();
    if (isNews || isNewHere || now - record.seenAt >= SEEN_STEP_MS)
      records.put({ ...open, trouble, seenAt: now, ...seenHere(trouble, othersThat(record)) });
  }

  /** The other members that have the trouble for themselves. */
  function othersThat({ seenBy = [] }: TroubleRecord): readonly string[] {
    const ids = new Set(fleet.members().map(({ id }) => id));
    return seenBy.filter((id) => id !== fleet.self.id && ids.has(id));
  }

  const seenHere = (trouble: Trouble, others: readonly string[]) =>
    isOfProcess(trouble) ? { seenBy: [...others, fleet.self.id] } : {};

  /** Who knows that a limit is reached need not know that it is nearly reached. */
  function isCovered(trouble: Trouble): boolean {
    const isNearly = trouble.kind === 'limitNearlyReached';
    return isNearly && records.get(idOf({ ...trouble, kind: 'limitReached' })) !== undefined;
  }

  function isToBeTold({ trouble, since, times }: Suspicion): boolean {
    const rule = TROUBLE_RULES[trouble.kind];
    const lastedMs = clock.now() - since;
    if (rule.afterMs !== undefined && lastedMs >= rule.afterMs) return true;
    return rule.times !== undefined && times >= rule.times && lastedMs >= (rule.spanMs ?? 0);
  }

  function open(id: string, { trouble, since }: Suspicion): void {
    forget(id);
    const record = records.get(id);
    if (record) {
      seeAgain(record, trouble);
      return;
    }
    const seen = { seenAt: clock.now(), ...seenHere(trouble, []) };
    const isKept = records.put({ format: 1, id, trouble, since, ...seen });
    if (!isKept) return;
    log.warn({ trouble: id }, 'alerts: trouble');
    onChange();
  }

  function forget(id: string): void {
    suspicions.delete(id);
    lasting.delete(id);
  }

  function end(id: string): void {
    forget(id);
    const record = records.get(id);
    if (!record || record.overAt !== undefined) return;
    const others = othersThat(record);
    if (others.length > 0) {
      if (record.seenBy?.includes(fleet.self.id)) records.put({ ...record, seenBy: others });
      return;
    }

    log.info({ trouble: id }, 'alerts: the trouble is over');
    if (TROUBLE_RULES[record.trouble.kind].tellsEnd) {
      records.put({ ...record, overAt: clock.now() });
      onChange();
    } else records.remove(id);
  }

  function lookAtSuspicions(): void {
    for (const id of lasting) {
      const suspicion = suspicions.get(id);
      if (!suspicion) lasting.delete(id);
      else if (isToBeTold(suspicion)) open(id, suspicion);
    }
  }

  function lookAtRecords(): void {
    const now = clock.now();
    for (const { id, trouble, seenAt } of records.list()) {
      if ('resetsAt' in trouble && now >= trouble.resetsAt) end(id);
      else if (now - seenAt >= TROUBLE_RULES[trouble.kind].forgetMs) records.remove(id);
    }
  }

  return {
    take({ seen, over = [] }) {
      for (const id of over) end(id);
      if (seen) see(seen);
    },

    look() {
      lookAtSuspicions();
      lookAtRecords();
    },

    isWaiting: () => lasting.size > 0,

    endOfGone() {
      for (const record of records.list()) {
        const { id, seenBy } = record;
        const isGone = seenBy && !seenBy.includes(fleet.self.id) && othersThat(record).length === 0;
        if (isGone) end(id);
      }
    },
  };
}

function isOfProcess({ kind }: Trouble): boolean {
  return TROUBLE_RULES[kind].isOfProcess === true;
}
