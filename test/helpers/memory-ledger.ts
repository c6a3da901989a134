import type { Charge, Spent, SpentQuery, UsageLedger } from '../../src/contracts/usage.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { personKey } from '../../src/lib/person-key.ts';
import { scopeNames } from '../../src/lib/scope-names.ts';

/** A ledger that forgets everything with the process, for parts that only need the contract. Days are those of UTC. */
export interface MemoryLedger extends UsageLedger {
  /** The charges that count, by id. */
  readonly charges: ReadonlyMap<string, Charge>;
  /** While it is set, nothing can be held back. */
  failure: Error | undefined;
}

interface Counted {
  readonly charge: Charge;
  readonly day: string;
  readonly answers: number;
}

/** Creates an empty ledger. */
export function createMemoryLedger(clock: Pick<Clock, 'now'>): MemoryLedger {
  const entries = new Map<string, Counted>();
  const today = () => new Date(clock.now()).toISOString().slice(0, 10);

  function count(charge: Charge): void {
    const { id } = charge;
    entries.set(id, { charge, day: entries.get(id)?.day ?? today(), answers: 0 });
  }

  return {
    failure: undefined,
    get charges() {
      return new Map([...entries].map(([id, { charge }]) => [id, charge]));
    },
    async hold(charge) {
      count(charge);
      if (this.failure) throw this.failure;
    },
    async settle(charge) {
      count(charge);
    },
    async countAnswer(charge) {
      const unused = { ...charge.attempt, inputTokens: 0, outputTokens: 0, usd: 0 };
      const id = `answer ${charge.id}`;
      entries.set(id, { charge: { ...charge, attempt: unused }, day: today(), answers: 1 });
    },
    spent({ scope, person, period }: SpentQuery): Spent {
      const sum = { answers: 0, tokens: 0, usd: 0 };
      const length = period === 'day' ? 10 : 7;
      for (const { charge, day, answers } of entries.values()) {
        const { channel, person: asker } = charge.spender;
        const isAsked =
          person === undefined || personKey(channel.platform, asker?.id ?? '') === person;
        const isNow = day.slice(0, length) === today().slice(0, length);
        if (!isNow || !isAsked || !scopeNames(channel).includes(scope)) continue;
        const { inputTokens = 0, outputTokens = 0, usd = 0 } = charge.attempt;
        sum.answers += answers;
        sum.tokens += inputTokens + outputTokens;
        sum.usd += usd;
      }
      return sum;
    },
  };
}
