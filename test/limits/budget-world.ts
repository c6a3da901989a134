import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Attempt } from '../../src/contracts/attempt.ts';
import type { Channel } from '../../src/contracts/chat-message.ts';
import type {
  Admission,
  AnswerSpending,
  Hold,
  LimitRules,
  LimitState,
  Limits,
  PlannedSpending,
} from '../../src/contracts/limits.ts';
import type { ModelPrice } from '../../src/contracts/model-price.ts';
import type { Spent } from '../../src/contracts/usage.ts';
import { createFleetOfOne } from '../../src/fleet/fleet-of-one.ts';
import { silentLog } from '../../src/lib/log.ts';
import { omitUndefined } from '../../src/lib/omit-undefined.ts';
import { scopeNames } from '../../src/lib/scope-names.ts';
import { createLimits } from '../../src/limits/limits.ts';
import type { StorageAdapter } from '../../src/store/local-adapter.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { type OpenedUsage, openUsage } from '../../src/usage/open-usage.ts';
import type { Random } from '../chaos/random.ts';
import { createDyingAdapter } from '../conversations/dying-adapter.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';

/** What the fake services have charged for one request. */
interface Charged {
  readonly channel: Channel;
  readonly person: string;
  /** The day on which it began, in UTC. */
  readonly day: string;
  readonly tokens: number;
  readonly usd: number;
  /** A cheaper model answered in its place, because a set of limits was reached. */
  readonly isDegraded: boolean;
}

interface RunningRequest {
  readonly spending: AnswerSpending;
  readonly hold: Hold;
  readonly planned: PlannedSpending;
  readonly charged: Charged;
  readonly attempt: Attempt;
  /** Answers after it, when it fails. */
  readonly fallback: string | undefined;
}

/** A limit that no cheaper model passes. */
interface HardLimit {
  readonly scope: string;
  readonly person?: string;
  readonly period: 'day' | 'month';
  readonly unit: keyof Spent;
  readonly most: number;
}

const MODELS: Readonly<Record<string, ModelPrice | undefined>> = {
  dear: { input: 10, output: 40, perImage: 0.01 },
  cheap: { input: 0.5, output: 2 },
  free: { input: 0, output: 0 },
  unknown: undefined,
};
const PEOPLE = ['ann', 'bob', 'eve', 'tom'];
const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 10, 27, 20);
const MAX_RUNNING = 10;
/** An estimate of a prompt may be too low by this share. */
const ESTIMATE_ERROR = 0.1;
/** Sums in another order differ by this much. */
const ROUNDING = 1e-9;

const channels: readonly Channel[] = ['1', '2'].flatMap((server) =>
  ['10', '11', '12'].map((id) => ({
    platform: 'discord',
    id: `${server}${id}`,
    kind: 'group' as const,
    server,
  })),
);

/**
 * People who ask in several places, fake services that charge, and a process that dies as it is told. Checks after each
 * step that the ledger counts at least what was charged, and that no limit is passed.
 */
export class BudgetWorld {
  readonly #random: Random;
  readonly #clock = createFakeClock(START);
  readonly #disk: StorageAdapter = createMemoryAdapter({ clock: this.#clock });
  readonly #rules: ReadonlyMap<string, LimitRules>;
  readonly #hard: readonly HardLimit[];
  readonly #charges: Charged[] = [];
  readonly #running: RunningRequest[] = [];
  readonly #answers: Charged[] = [];
  /** Those that were not checked yet. */
  readonly #refusals: { readonly limit: LimitState; readonly channel: Channel }[] = [];
  #usage!: OpenedUsage;
  #limits!: Limits;
  #isDead = () => false;
  #questions = 0;
  kills = 0;
  refused = 0;
  degraded = 0;

  constructor(random: Random) {
    // Each process listens to the disk, and none of the dead ones stops.
    if (this.#disk instanceof EventEmitter) this.#disk.setMaxListeners(0);
    this.#random = random;
    this.#rules = randomRules(random);
    // The cheaper model of the wider scope is also that of the narrower one.
    const isDegradable = this.#rules.get('bot')?.person?.degrade !== undefined;
    this.#hard = [...this.#rules].flatMap(([scope, rules]) =>
      hardLimitsOf(scope, isDegradable ? omitUndefined({ total: rules.total }) : rules),
    );
  }

  get answered() {
    return this.#answers.length;
  }

  async start(): Promise<void> {
    const random = this.#random;
    const death = random.chance(0.5)
      ? { atWrite: 1 + random.below(60), arrives: random.pick(['nothing', 'everything'] as const) }
      : undefined;
    const { adapter, isDead } = createDyingAdapter(this.#disk, death);
    const clock = this.#clock;
    const store = createStore({ adapter, clock });
    this.#isDead = isDead;
    const fleet = createFleetOfOne({ version: '1', now: clock.now() });
    const parts = { store, fleet, clock, log: silentLog, timeZone: () => 'UTC' };
    this.#usage = await openUsage(parts);
    if (isDead()) return this.kill();
    await this.#usage.flush();
    this.#limits = createLimits({
      ...parts,
      rules: () => this.#rules,
      ledger: this.#usage.ledger,
      access: { isAdmin: () => false, isModerator: async () => false },
      observe: () => {},
    });
  }

  /** The process ends at once: running requests are charged, and nobody settles them. */
  async kill(): Promise<void> {
    this.kills += 1;
    this.#charges.push(...this.#running.splice(0).map(({ charged }) => charged));
    this.#isDead = () => true;
    await this.start();
    this.check();
  }

  /** Several people ask at the same moment. */
  async ask(): Promise<void> {
    const { below, pick } = this.#random;
    const count = Math.min(1 + below(5), MAX_RUNNING - this.#running.length);
    const asking = Array.from({ length: count }, () => this.#askOne(pick(PEOPLE), pick(channels)));
    await this.#settle();
    await Promise.race([Promise.all(asking), this.#untilQuiet()]);
  }

  async #askOne(person: string, channel: Channel): Promise<void> {
    const { pick } = this.#random;
    const author = { id: person, name: person, isBot: false, isServerAdmin: false, roles: [] };
    const turnId = `turn ${++this.#questions}`;
    const requested = pick(Object.keys(MODELS));
    const stop = new AbortController();
    // Nobody waits for holds here: the schedule would have to end the other answers.
    stop.abort();
    const admission = await this.#limits.admit({ author, channel, turnId }, stop.signal);
    await this.#hold(admission, { person, channel, model: requested });
  }

  async #hold(
    admission: Admission,
    { person, channel, model }: { person: string; channel: Channel; model: string },
  ): Promise<void> {
    if (admission.kind === 'refused') {
      this.#refusals.push({ limit: admission.limit, channel });
      this.refused += 1;
      return;
    }
    const isDegraded = admission.kind === 'degraded';
    if (isDegraded) this.degraded += 1;
    const names = [isDegraded ? admission.model : model, 'cheap'];
    for (const [index, name] of names.entries()) {
      const planned = this.#plan(name);
      const day = this.#today();
      const hold = await admission.spending.hold(planned);
      if (this.#isDead()) return;
      if (typeof hold === 'string') continue;
      const request = this.#send({ planned, hold, person, channel, day, isDegraded });
      const fallback = index === 0 && this.#random.chance(0.2) ? names[1] : undefined;
      this.#running.push({ ...request, spending: admission.spending, fallback });
      return;
    }
    const next = await admission.spending.afterSpent().catch(() => undefined);
    if (next && next !== 'retry') return this.#hold(next, { person, channel, model });
    await admission.spending.end();
  }

  #plan(model: string): PlannedSpending {
    const { below, chance } = this.#random;
    return omitUndefined({
      provider: 'p',
      model,
      promptTokens: 50 + below(2_000),
      images: chance(0.2) ? 1 + below(3) : 0,
      audioMs: 0,
      maxAnswerTokens: chance(0.3) ? 100 + below(4_000) : undefined,
      price: MODELS[model],
    });
  }

  /** The service charges what the hold allows at most, but the estimate of the prompt may be too low. */
  #send({
    planned,
    hold,
    person,
    channel,
    day,
    isDegraded,
  }: {
    readonly planned: PlannedSpending;
    readonly hold: Hold;
    readonly person: string;
    readonly channel: Channel;
    readonly day: string;
    readonly isDegraded: boolean;
  }): Omit<RunningRequest, 'spending' | 'fallback'> {
    const { next, below } = this.#random;
    const { provider, model, images, promptTokens, price } = planned;
    const inputTokens = Math.floor(
      promptTokens * (1 - ESTIMATE_ERROR + next() * 2 * ESTIMATE_ERROR),
    );
    const outputTokens = below(Math.min(8_192, hold.maxAnswerTokens ?? Infinity) + 1);
    const usd =
      price &&
      (inputTokens * price.input + outputTokens * price.output) / 1e6 +
        images * (price.perImage ?? 0);
    const amounts = omitUndefined({ inputTokens, outputTokens, images, usd });
    const attempt: Attempt = { provider, model, outcome: 'answered', endMs: 1, ...amounts };
    const tokens = inputTokens + outputTokens;
    const charged = { channel, person, day, tokens, usd: usd ?? 0, isDegraded };
    return { hold, planned, attempt, charged };
  }

  /** A running request ends: with an answer, or with a failure that cost the same, after which another model answers. */
  async finish(): Promise<void> {
    const index = this.#random.below(this.#running.length);
    const [request] = this.#running.splice(index, 1);
    if (!request) return;

    const { hold, attempt, charged, spending, fallback } = request;
    this.#charges.push(charged);
    const outcome = fallback ? ('server' as const) : ('answered' as const);
    const work = hold.settle({ ...attempt, outcome });
    if (fallback) await this.#fallBack(request, fallback);
    else {
      await Promise.race([spending.end(attempt), this.#untilQuiet()]);
      // A process that dies here has not counted the answer, and its next one answers again.
      if (!this.#isDead()) this.#answers.push(charged);
    }
    await Promise.race([work, this.#untilQuiet()]);
  }

  async #fallBack({ spending, charged }: RunningRequest, model: string): Promise<void> {
    const planned = this.#plan(model);
    const day = this.#today();
    const hold = await spending.hold(planned);
    if (this.#isDead()) return;
    if (typeof hold === 'string') return spending.end();
    const request = this.#send({ ...charged, planned, hold, day });
    this.#running.push({ ...request, spending, fallback: undefined });
  }

  /** Some hours pass, over midnights and ends of months. */
  async pass(): Promise<void> {
    await this.#clock.advance(this.#random.below(9) * HOUR_MS);
  }

  async step(): Promise<void> {
    const { below } = this.#random;
    const choice = below(100);
    if (choice < 45) await this.ask();
    else if (choice < 90) await this.finish();
    else if (choice < 97) await this.pass();
    else await this.kill();
    await this.#settle();
    if (this.#isDead()) await this.kill();
    else this.check();
  }

  check(): void {
    for (const { limit, channel } of this.#refusals.splice(0)) this.#checkRefusal(limit, channel);
    const day = this.#today();
    for (const limit of this.#hard) {
      const charged = this.#charges.filter((charge) => isCounted(charge, limit, day));
      const sum = charged.reduce((total, charge) => total + amountOf(charge, limit.unit), 0);
      const { scope, person, period } = limit;
      const spent = this.#usage.ledger.spent(omitUndefined({ scope, person, period }));
      if (limit.unit !== 'answers') {
        assert.ok(
          spent[limit.unit] >= sum - ROUNDING,
          `${describe(limit)}: counted ${spent[limit.unit]}, charged ${sum}`,
        );
      }
      // These services keep to the length that is held back, so nothing is passed at all.
      if (limit.unit === 'answers') this.#checkAnswers(limit, day);
      else assert.ok(sum <= limit.most + ROUNDING, `${describe(limit)}: charged ${sum}`);
    }
  }

  /** A question is only refused by a limit of the rules, where it counts what the rules say. */
  #checkRefusal({ subject, scope, measure, most }: LimitState, { id }: Channel): void {
    const isOfChannel = subject === 'channel';
    if (isOfChannel) assert.equal(scope, `discord:${id}`);
    const named = this.#rules.get(isOfChannel ? 'bot' : scope)?.[subject];
    assert.equal(named?.[measure], most, `refused by ${most} ${measure} of ${subject} in ${scope}`);
  }

  /** What was charged counts on the day on which it began, also where it ended on a later one. */
  async checkDays(): Promise<void> {
    for (const day of new Set(this.#charges.map((charge) => charge.day))) {
      const charged = this.#charges.filter((charge) => charge.day === day);
      const sum = charged.reduce((total, { usd }) => total + usd, 0);
      const { total } = await this.#usage.usage.report({ from: day, to: day }, []);
      assert.ok(total.usd >= sum - ROUNDING, `${day}: counted ${total.usd}, charged ${sum}`);
    }
  }

  #checkAnswers(limit: HardLimit, day: string): void {
    const count = this.#answers.filter((answer) => isCounted(answer, limit, day)).length;
    assert.ok(count <= limit.most + 1, `${describe(limit)}: ${count} answers`);
  }

  #today(): string {
    return new Date(this.#clock.now()).toISOString().slice(0, 10);
  }

  /** Promises that wait for the store in memory settle within a few turns of the event loop. */
  async #settle(): Promise<void> {
    for (let turn = 0; turn < 8; turn++) await nextTurn();
  }

  /** A dead process never answers. */
  async #untilQuiet(): Promise<void> {
    for (let turn = 0; turn < 50; turn++) await nextTurn();
  }
}

function randomRules(random: Random): ReadonlyMap<string, LimitRules> {
  const maybe = <Value>(value: Value) => (random.chance(0.6) ? value : undefined);
  const degrade = random.chance(0.3) ? 'cheap' : undefined;
  const bot: LimitRules = {
    total: omitUndefined({ usdPerDay: maybe(1 + random.next()), usdPerMonth: maybe(3) }),
    person: omitUndefined({
      usdPerDay: maybe(0.1 + random.next() / 2),
      tokensPerDay: maybe(10_000 + random.below(60_000)),
      answersPerDay: maybe(3 + random.below(15)),
      degrade,
    }),
    channel: omitUndefined({ usdPerDay: maybe(0.1 + random.next() / 2) }),
    unpriced: random.pick(['allow', 'refuse'] as const),
  };
  const server: LimitRules = {
    total: omitUndefined({ usdPerDay: maybe(0.5 + random.next()), tokensPerDay: maybe(150_000) }),
    person: omitUndefined({ answersPerDay: maybe(1 + random.below(6)) }),
  };
  return new Map([
    ['bot', bot],
    ['discord:1', server],
  ]);
}

/** The limits of a scope that hold whatever answers. An entry of a narrower scope replaces that of a person. */
function hardLimitsOf(
  scope: string,
  { total = {}, person = {} }: LimitRules,
): readonly HardLimit[] {
  const units = [
    ['usdPerDay', 'day', 'usd'],
    ['usdPerMonth', 'month', 'usd'],
    ['tokensPerDay', 'day', 'tokens'],
    ['answersPerDay', 'day', 'answers'],
  ] as const;
  return units.flatMap(([measure, period, unit]) => {
    const ofTotal = total[measure];
    const ofPerson = person[measure];
    const isReplaced = scope === 'bot' && measure === 'answersPerDay';
    return [
      ...(typeof ofTotal === 'number' ? [{ scope, period, unit, most: ofTotal }] : []),
      ...(typeof ofPerson === 'number' && !isReplaced
        ? PEOPLE.map((id) => ({ scope, person: `discord:${id}`, period, unit, most: ofPerson }))
        : []),
    ];
  });
}

function isCounted(charge: Charged, { scope, person, period }: HardLimit, day: string): boolean {
  const length = period === 'day' ? 10 : 7;
  const isNow = charge.day.slice(0, length) === day.slice(0, length);
  const isAsked = person === undefined || person === `discord:${charge.person}`;
  return isNow && isAsked && scopeNames(charge.channel).includes(scope);
}

function amountOf({ usd, tokens }: Charged, unit: keyof Spent): number {
  return unit === 'usd' ? usd : tokens;
}

function describe({ scope, person = 'all', unit, period, most }: HardLimit): string {
  return `${most} ${unit} a ${period} for ${person} in ${scope}`;
}
