import type { Fleet, Member } from '../contracts/fleet.ts';
import type { Store } from '../contracts/store.ts';
import type { Spent } from '../contracts/usage.ts';
import type { Clock } from '../lib/clock.ts';
import { personKey } from '../lib/person-key.ts';
import { readInBatches } from '../lib/read-in-batches.ts';
import { HOLDS_PREFIX } from './row-key.ts';
import { readHolder } from './stored-usage.ts';
import { readCounted, type UsageNews } from './usage-sharing.ts';
import type { CountedNumbers, UsageTotals } from './usage-totals.ts';

/** What other processes hold back, as they tell it. */
export interface HoldsOfOthers extends Iterable<CountedNumbers> {
  take(news: UsageNews): void;
  /** As `UsageLedger.heldElsewhere`, of a day (`2026-11-30`) or a month (`2026-11`). */
  held(scope: string, person: string | undefined, period: string): Spent;
  /** Reads all of it from the store. @throws When the store cannot be read. */
  load(): Promise<void>;
}

interface HoldsParts {
  readonly store: Pick<Store, 'findKeys' | 'getMany'>;
  readonly fleet: Pick<Fleet, 'self' | 'members'>;
  readonly totals: Pick<UsageTotals, 'addHeld' | 'removeHeld'>;
  readonly clock: Clock;
}

/** Far more than there are requests at the same time. */
const MAX_HOLDS = 10_000;
/** No answer takes so long: its end was not heard. */
const LONGEST_MS = 60 * 60_000;
const BATCH = 200;

/** Creates the holds, which are none so far. */
export function createHoldsOfOthers(parts: HoldsParts): HoldsOfOthers {
  const { store, fleet, totals, clock } = parts;
  const holds = new Map<string, { readonly counted: CountedNumbers; readonly since: number }>();

  function add(id: string, counted: CountedNumbers): void {
    remove(id);
    dropOld();
    holds.set(id, { counted, since: clock.now() });
    totals.addHeld(counted);
  }

  function remove(id: string): void {
    const hold = holds.get(id);
    if (holds.delete(id) && hold) totals.removeHeld(hold.counted);
  }

  /** The oldest come first. */
  function dropOld(): void {
    for (const [id, { since }] of holds) {
      if (holds.size < MAX_HOLDS && clock.now() - since < LONGEST_MS) return;
      remove(id);
    }
  }

  return {
    take(news) {
      if (news.kind === 'used') totals.addHeld(news.counted);
      else if (news.kind === 'held') add(news.id, news.counted);
      else remove(news.id);
    },

    held(scope, person, period) {
      let [tokens, usd] = [0, 0];
      for (const { counted } of holds.values()) {
        const { origin, numbers } = counted;
        const { platform, personId = '', scopes, day } = origin;
        const isOfPerson = person === undefined || person === personKey(platform, personId);
        if (!isOfPerson || !scopes.includes(scope) || !day.startsWith(period)) continue;
        tokens += numbers.inputTokens + numbers.outputTokens;
        usd += numbers.usd;
      }
      return { answers: 0, tokens, usd };
    },

    async load() {
      const others = fleet.members().filter(({ id }) => id !== fleet.self.id);
      const found = others.length > 0 ? await readHolds(store, others) : new Map();
      for (const id of [...holds.keys()]) if (!found.has(id)) remove(id);
      for (const [id, counted] of found) if (!holds.has(id)) add(id, counted);
    },

    *[Symbol.iterator]() {
      for (const { counted } of holds.values()) yield counted;
    },
  };
}

/** Reads what some members hold back, by the ids of the holds. */
async function readHolds(
  store: Pick<Store, 'findKeys' | 'getMany'>,
  members: readonly Member[],
): Promise<ReadonlyMap<string, CountedNumbers>> {
  const holders = new Set(members.map(({ id }) => id));
  const keys = await store.findKeys(HOLDS_PREFIX);
  const found = new Map<string, CountedNumbers>();
  for await (const [key, value] of readInBatches(store, keys, BATCH)) {
    const counted = holders.has(readHolder(value) ?? '') ? readCounted(value) : undefined;
    if (counted) found.set(key.slice(HOLDS_PREFIX.length), counted);
  }
  return found;
}
