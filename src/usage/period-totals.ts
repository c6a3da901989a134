import type { Spent, UsageNumbers } from '../contracts/usage.ts';
import { personKey } from '../lib/person-key.ts';
import { roundUsd } from './add-numbers.ts';
import type { UsageOrigin } from './usage-origin.ts';

/** The totals of a day or a month, of all scopes and of each person in them. */
export interface PeriodTotals {
  /** Adds, or takes away with a `sign` of -1. */
  add(origin: TotalledOrigin, numbers: UsageNumbers, sign?: 1 | -1): void;
  /** Adds all totals of other ones. */
  addAll(others: PeriodTotals): void;
  spent(scope: string, person?: string): Spent;
  readonly scopes: ReadonlyMap<string, ScopeTotals>;
}

type TotalledOrigin = Pick<UsageOrigin, 'platform' | 'personId' | 'scopes'>;
type Tally = { -readonly [Name in keyof Spent]: Spent[Name] };

interface ScopeTotals {
  readonly all: Tally;
  readonly people: Map<string, Tally>;
}

/** Scopes, and people in scopes, about 150 bytes each. More people are only counted with all others. */
const MAX_TALLIES = 500_000;
const NOTHING_SPENT: Spent = { answers: 0, tokens: 0, usd: 0 };

/** Creates totals that are all zero. `onFull` is called for each number of a person that is not counted apart. */
export function createPeriodTotals(onFull: () => void): PeriodTotals {
  const scopes = new Map<string, ScopeTotals>();
  let tallies = 0;

  function open<Value>(map: Map<string, Value>, key: string, create: () => Value) {
    const known = map.get(key);
    if (known) return known;
    if (tallies >= MAX_TALLIES) return undefined;
    tallies += 1;
    const value = create();
    map.set(key, value);
    return value;
  }

  function addTo(scope: string, person: string | undefined, spent: Spent): void {
    const totals = open(scopes, scope, () => ({ all: emptyTally(), people: new Map() }));
    const own = totals && person !== undefined && open(totals.people, person, emptyTally);
    if (own === undefined) onFull();
    if (own) addSpent(own, spent);
    if (totals && person === undefined) addSpent(totals.all, spent);
  }

  return {
    scopes,

    add({ platform, personId, scopes: names }, numbers, sign = 1) {
      const spent = {
        answers: sign * numbers.answers,
        tokens: sign * (numbers.inputTokens + numbers.outputTokens),
        usd: sign * numbers.usd,
      };
      const person = personId === undefined ? undefined : personKey(platform, personId);
      for (const scope of names) {
        addTo(scope, undefined, spent);
        if (person !== undefined) addTo(scope, person, spent);
      }
    },

    addAll(others) {
      for (const [scope, { all, people }] of others.scopes) {
        addTo(scope, undefined, all);
        for (const [person, spent] of people) addTo(scope, person, spent);
      }
    },

    spent(scope, person) {
      const totals = scopes.get(scope);
      const tally = person === undefined ? totals?.all : totals?.people.get(person);
      return tally ? { ...tally } : NOTHING_SPENT;
    },
  };
}

function emptyTally(): Tally {
  return { ...NOTHING_SPENT };
}

function addSpent(tally: Tally, { answers, tokens, usd }: Spent): void {
  tally.answers += answers;
  tally.tokens += tokens;
  tally.usd = roundUsd(tally.usd + usd);
}
