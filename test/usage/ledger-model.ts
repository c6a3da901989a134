import assert from 'node:assert/strict';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { Charge, UsageRow } from '../../src/contracts/usage.ts';
import { StoreError } from '../../src/errors.ts';
import { createFleetOfOne } from '../../src/fleet/fleet-of-one.ts';
import { silentLog } from '../../src/lib/log.ts';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { type OpenedUsage, openUsage } from '../../src/usage/open-usage.ts';
import { createDyingAdapter, type Death } from '../conversations/dying-adapter.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { chargeOf, SERVER_CHANNEL } from './charges.ts';

export type Operation =
  /** `use`: settles without a hold. */
  | { readonly kind: 'hold'; readonly person: number; readonly room: number }
  | { readonly kind: 'use'; readonly person: number; readonly room: number }
  /** Of what was held or settled before. */
  | { readonly kind: 'settle'; readonly which: number }
  | { readonly kind: 'answer'; readonly which: number };

export type Step =
  /** One begins this many steps of promises after the other, while those before may still be stored. */
  | { readonly kind: 'charges'; readonly operations: readonly Operation[]; readonly gap: number }
  | { readonly kind: 'wait' | 'jump'; readonly ms: number }
  | { readonly kind: 'zone'; readonly zone: string }
  | { readonly kind: 'full'; readonly isFull: boolean }
  | { readonly kind: 'restart' | 'kill' };

/** 4^24 is below 2^53. */
const MAX_CHARGES = 24;
const BASE = 4;
/** What became of a charge: it is a digit of all sums. 3 would be both. */
const [NOT_COUNTED, USED, HELD] = [0, 1, 2];
const PEOPLE = ['ann', 'bob'];
const ROOMS: readonly Channel[] = [
  SERVER_CHANNEL,
  { platform: 'telegram', id: '7', kind: 'direct' },
];

interface KnownCharge {
  readonly charge: Charge;
  readonly day: string;
  readonly person: string;
  readonly scope: string;
  /** Of the number system in which each charge has a digit. */
  readonly unit: number;
  fate: number;
  isHoldStored: boolean;
  isSettleStored: boolean;
  /** A process that was killed has decided its fate. */
  isOver: boolean;
}

/** A bot that asks models, its disk and its clock. It remembers what it was promised, and checks that it holds. */
export class LedgerModel {
  readonly #clock: FakeClock;
  readonly #disk: StorageAdapter;
  readonly #known: KnownCharge[] = [];
  #zone = 'UTC';
  #isFull = false;
  #opened!: OpenedUsage;
  #isDead = () => false;
  #kill = () => {};
  /** Answers that are on disk, and that were counted by this process. */
  #storedAnswers = 0;
  #answers = 0;
  readonly #answerDays = new Set<string>();
  lives = 0;
  holdsLeft = 0;

  constructor(startsAt: number) {
    this.#clock = createFakeClock(startsAt);
    this.#disk = createMemoryAdapter({ clock: this.#clock });
  }

  /** Starts processes until one lives, and checks what it knows of the earlier ones. */
  async start(deaths: Death[]): Promise<void> {
    do {
      this.lives += 1;
      const store = this.#openDisk(deaths.shift());
      const timeZone = () => this.#zone;
      this.#opened = await openUsage({
        ...{ store, clock: this.#clock, log: silentLog, timeZone },
        fleet: createFleetOfOne({ version: '1', now: this.#clock.now() }),
      });
      await this.#opened.flush();
    } while (this.#isDead());
    await this.#learnFates();
    await this.check();
  }

  /** What a new process sees of the disk. */
  #openDisk(death: Death | undefined): Store {
    const { adapter, isDead } = createDyingAdapter(this.#disk, death);
    let isKilled = false;
    this.#isDead = () => isKilled || isDead();
    this.#kill = () => {
      isKilled = true;
    };
    const setMany: StorageAdapter['setMany'] = async (entries) => {
      if (isKilled) throw new Error('killed');
      if (this.#isFull) throw new StoreError('full', { kind: 'full' });
      return adapter.setMany(entries);
    };
    const own: StorageAdapter = Object.assign(Object.create(adapter), { setMany });
    return createStore({ adapter: own, clock: this.#clock });
  }

  /** Gives `false` when the process has died. */
  async run(step: Step): Promise<boolean> {
    if (step.kind === 'charges') await this.#charge(step.operations, step.gap);
    if (step.kind === 'wait') await this.#clock.advance(step.ms);
    if (step.kind === 'jump') this.#clock.setBack(-step.ms);
    if (step.kind === 'zone') this.#zone = step.zone;
    if (step.kind === 'full') this.#isFull = step.isFull;
    if (step.kind === 'restart') await this.#opened.stop();
    if (step.kind === 'restart' || step.kind === 'kill') this.#kill();
    if (this.#isDead()) return false;
    // The next charges then find totals that are still read.
    if (step.kind === 'jump' || step.kind === 'zone') return true;
    await this.check();
    return !this.#isDead();
  }

  async #charge(operations: readonly Operation[], gap: number): Promise<void> {
    const delayed = async (operation: Operation, index: number) => {
      for (let turns = 0; turns < index * gap; turns++) await undefined;
      await this.#chargeOne(operation);
    };
    await Promise.all(operations.map(delayed));
  }

  async #chargeOne(operation: Operation): Promise<void> {
    if (operation.kind === 'hold' || operation.kind === 'use') {
      const known = this.#newCharge(operation);
      if (known) await (operation.kind === 'hold' ? this.#hold(known) : this.#settle(known));
      return;
    }
    const open = this.#known.filter(({ fate, isOver }) => fate === HELD && !isOver);
    const choices = operation.kind === 'settle' ? open : this.#known;
    const known = choices[operation.which % Math.max(1, choices.length)];
    if (known && operation.kind === 'settle') await this.#settle(known);
    if (known && operation.kind === 'answer') {
      this.#answers += 1;
      this.#answerDays.add(this.#today());
      await this.#opened.ledger.countAnswer(known.charge);
    }
  }

  #newCharge({ person, room }: { person: number; room: number }): KnownCharge | undefined {
    if (this.#known.length === MAX_CHARGES) return undefined;
    const channel = ROOMS[room % ROOMS.length] ?? SERVER_CHANNEL;
    const id = PEOPLE[person % PEOPLE.length] ?? '';
    const known: KnownCharge = {
      charge: chargeOf({ person: id, channel }),
      day: this.#today(),
      person: `${channel.platform}:${id}`,
      scope: `${channel.platform}:${channel.id}`,
      unit: BASE ** this.#known.length,
      fate: NOT_COUNTED,
      isHoldStored: false,
      isSettleStored: false,
      isOver: false,
    };
    this.#known.push(known);
    return known;
  }

  async #hold(known: KnownCharge): Promise<void> {
    known.fate = HELD;
    try {
      const held = this.#opened.ledger.hold(chargeWith(known, HELD * known.unit));
      this.#checkSpent(known);
      await held;
      known.isHoldStored = true;
    } catch (error) {
      const isExpected = this.#isDead() || (error instanceof StoreError && error.kind === 'full');
      assert.ok(isExpected, String(error));
    }
  }

  async #settle(known: KnownCharge): Promise<void> {
    known.fate = USED;
    const settled = this.#opened.ledger.settle(chargeWith(known, USED * known.unit));
    this.#checkSpent(known);
    await settled;
    if (!this.#isFull && !this.#isDead()) known.isSettleStored = true;
  }

  /** Totals of the scopes of a charge count it at once, unless its day is not in memory yet. */
  #checkSpent({ unit, fate, scope, day }: KnownCharge): void {
    if (day !== this.#today()) return;
    const { tokens } = this.#opened.ledger.spent({ scope, period: 'month' });
    assert.equal(digitOf(tokens, unit), fate, 'counts at once');
  }

  /** After a flush, everything is exactly as it was promised. */
  async check(): Promise<void> {
    await this.#opened.flush();
    if (this.#isDead()) return;

    if (!this.#isFull) {
      for (const known of this.#known) if (known.fate === USED) known.isSettleStored = true;
      this.#storedAnswers = this.#answers;
    }
    this.#checkTotals();
    const rows: readonly UsageRow[] = await Array.fromAsync(
      this.#opened.usage.rows(this.#allDays()),
    );
    for (const person of PEOPLE) this.#checkRows(rows, person);
    assert.equal(sum(rows.map(({ answers }) => answers)), this.#answers, 'answers');
  }

  #checkTotals(): void {
    const today = this.#today();
    for (const [period, span] of [
      ['day', today],
      ['month', today.slice(0, 7)],
    ] as const) {
      const counted = this.#known.filter(({ day }) => day.startsWith(span));
      const { usd } = this.#opened.ledger.spent({ scope: 'bot', period });
      assert.equal(Math.round(usd * 1e9), sum(counted.map(amountOf)), `dollars of the ${period}`);
      for (const { person, scope } of this.#known) {
        const own = counted.filter((known) => known.person === person && known.scope === scope);
        const { tokens } = this.#opened.ledger.spent({ scope, person, period });
        assert.equal(tokens, sum(own.map(amountOf)), `tokens of ${person} in the ${period}`);
      }
    }
  }

  #checkRows(rows: readonly UsageRow[], personId: string): void {
    const own = this.#known.filter(({ charge }) => charge.spender.person?.id === personId);
    for (const day of new Set(own.map((known) => known.day))) {
      const counted = own.filter((known) => known.day === day && this.#isInRows(known));
      const found = rows.filter((row) => row.day === day && row.personId === personId);
      assert.equal(
        sum(found.map(({ inputTokens }) => inputTokens)),
        sum(counted.map(amountOf)),
        `rows of ${personId} on ${day}`,
      );
      assert.equal(sum(found.map(({ attempts }) => attempts)), counted.length, 'attempts');
      const estimated = counted.filter(({ fate }) => fate === HELD).length;
      assert.equal(sum(found.map((row) => row.estimatedAttempts)), estimated, 'estimated');
    }
  }

  /** What is held back becomes part of a row when its process has died. */
  #isInRows({ fate, isOver }: KnownCharge): boolean {
    return fate === USED || (fate === HELD && isOver);
  }

  /** What the killed process could not promise, the disk decides: but nothing counts twice. */
  async #learnFates(): Promise<void> {
    const { total } = await this.#opened.usage.report(this.#allDays(), []);
    for (const known of this.#known) {
      const fate = digitOf(total.inputTokens, known.unit);
      assert.ok(fatesOf(known).includes(fate), `a charge became ${fate}: ${JSON.stringify(known)}`);
      if (!known.isOver && fate === HELD) this.holdsLeft += 1;
      Object.assign(known, { fate, isOver: true });
    }
    const { answers } = total;
    assert.ok(answers >= this.#storedAnswers && answers <= this.#answers, `${answers} answers`);
    this.#answers = answers;
    this.#storedAnswers = answers;
  }

  #allDays(): { readonly from: string; readonly to: string } {
    const known = this.#known.map(({ day }) => day);
    const days = [this.#today(), ...known, ...this.#answerDays].sort();
    return { from: days[0] ?? '', to: days.at(-1) ?? '' };
  }

  /** As a person reads it, by other means than the ledger. */
  #today(): string {
    return new Date(this.#clock.now()).toLocaleDateString('sv-SE', { timeZone: this.#zone });
  }
}

function fatesOf({ fate, isOver, isHoldStored, isSettleStored }: KnownCharge): readonly number[] {
  if (isOver) return [fate];
  if (isSettleStored) return [USED];
  const withoutSettle = isHoldStored ? [HELD] : [NOT_COUNTED, HELD];
  return fate === USED ? [USED, ...withoutSettle] : withoutSettle;
}

function chargeWith({ charge }: KnownCharge, amount: number): Charge {
  const amounts = { inputTokens: amount, outputTokens: 0, usd: amount / 1e9 };
  return { ...charge, attempt: { ...charge.attempt, ...amounts } };
}

function amountOf({ fate, unit }: KnownCharge): number {
  return fate * unit;
}

function digitOf(total: number, unit: number): number {
  return Math.floor(total / unit) % BASE;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
