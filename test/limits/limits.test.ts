import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Attempt } from '../../src/contracts/attempt.ts';
import type { Author, Channel } from '../../src/contracts/chat-message.ts';
import type {
  Admission,
  Hold,
  LimitRules,
  Limits,
  PlannedSpending,
  Spending,
} from '../../src/contracts/limits.ts';
import type { Observation } from '../../src/contracts/observation.ts';
import { createFleetOfOne } from '../../src/fleet/fleet-of-one.ts';
import { silentLog } from '../../src/lib/log.ts';
import { createLimits } from '../../src/limits/limits.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { createFakeClock } from '../helpers/fake-clock.ts';
import { createMemoryLedger } from '../helpers/memory-ledger.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** 22:13 on a 14th. */
const START = Date.UTC(2023, 10, 14, 22, 13, 20);
const server = (id: string, serverId = '1'): Channel => ({
  platform: 'discord',
  id,
  kind: 'group',
  server: serverId,
});
const person = (id: string, change: Partial<Author> = {}): Author => ({
  id,
  name: `Person ${id}`,
  isBot: false,
  isServerAdmin: false,
  roles: [],
  ...change,
});
/** A dollar for each thousand tokens. */
const PRICE = { input: 1_000, output: 1_000 };
const plan = (change: Partial<PlannedSpending> = {}): PlannedSpending => ({
  provider: 'p',
  model: 'm',
  promptTokens: 100,
  images: 0,
  audioMs: 0,
  price: PRICE,
  ...change,
});
const used = (change: Partial<Attempt> = {}): Attempt => ({
  provider: 'p',
  model: 'm',
  outcome: 'answered',
  endMs: 1,
  ...change,
});

type Rules = Readonly<Record<string, LimitRules>>;

function setUp(rules: Rules = {}) {
  const clock = createFakeClock(START);
  const ledger = createMemoryLedger(clock);
  const store = createStore({ adapter: createMemoryAdapter({ clock }), clock });
  const observations: Observation[] = [];
  const parts = {
    rules: () => new Map(Object.entries(rules)),
    ledger,
    access: {
      isAdmin: ({ id }: Author) => id === 'admin',
      isModerator: async ({ id }: Author) => id === 'admin' || id === 'moderator',
    },
    timeZone: () => 'UTC',
    store,
    fleet: createFleetOfOne({ version: '1', now: clock.now() }),
    observe: (observation: Observation) => void observations.push(observation),
    clock,
    log: silentLog,
  };
  const limits = createLimits(parts);
  return { clock, ledger, limits, observations, restart: () => createLimits(parts) };
}

const ask = (limits: Limits, id = '7', channel = server('20'), signal?: AbortSignal) =>
  limits.admit({ author: person(id), channel, turnId: 'discord:20#1' }, signal);

function spendingOf(admission: Admission) {
  assert.notEqual(admission.kind, 'refused');
  assert.ok('spending' in admission);
  return admission.spending;
}

async function heldBy(spending: Spending, change: Partial<PlannedSpending> = {}): Promise<Hold> {
  const hold = await spending.hold(plan(change));
  assert.ok(typeof hold !== 'string', String(hold));
  return hold;
}

/** Asks and gets an answer that costs so many dollars. */
async function answer(limits: Limits, usd: number, id = '7', channel = server('20')) {
  const admission = await ask(limits, id, channel);
  const spending = spendingOf(admission);
  const hold = await heldBy(spending);
  const attempt = used({ inputTokens: 100, outputTokens: usd * 1_000 - 100, usd });
  await hold.settle(attempt);
  await spending.end(attempt);
  return admission;
}

describe('limits', () => {
  test('admit everything where nothing is limited, and count it', async () => {
    const { limits, ledger } = setUp();
    const admission = await answer(limits, 0.5);
    assert.equal(admission.kind, 'admitted');
    assert.deepEqual(ledger.spent({ scope: 'discord:1', person: 'discord:7', period: 'day' }), {
      answers: 1,
      tokens: 500,
      usd: 0.5,
    });
    assert.equal((await heldBy(spendingOf(await ask(limits)))).maxAnswerTokens, undefined);
  });

  test('refuse the next answer of a person at their limit of the day, until the day ends', async () => {
    const { limits, clock } = setUp({ bot: { person: { answersPerDay: 2 } } });
    for (let count = 0; count < 2; count++) await answer(limits, 0.2);
    const refused = await ask(limits);
    assert.deepEqual(refused, {
      kind: 'refused',
      limit: {
        subject: 'person',
        scope: 'bot',
        measure: 'answersPerDay',
        used: 2,
        most: 2,
        resetsAt: Date.UTC(2023, 10, 15),
      },
    });
    assert.equal((await ask(limits, '8')).kind, 'admitted');
    await clock.advance(2 * HOUR_MS);
    assert.equal((await ask(limits)).kind, 'admitted');
  });

  test('let no parallel question pass beyond the answers of the day, and give back those without an answer', async () => {
    const { limits } = setUp({ bot: { person: { answersPerDay: 2 } } });
    const admissions = await Promise.all(Array.from({ length: 10 }, () => ask(limits)));
    const admitted = admissions.filter(({ kind }) => kind === 'admitted');
    assert.equal(admitted.length, 2);
    for (const admission of admitted) {
      await spendingOf(admission).end();
      await spendingOf(admission).end();
    }
    const kinds = [(await ask(limits)).kind, (await ask(limits)).kind, (await ask(limits)).kind];
    assert.deepEqual(kinds, ['admitted', 'admitted', 'refused']);
  });

  test('count a minute as it slides, but neither resumed turns nor what cost nothing', async () => {
    const { limits, clock } = setUp({ bot: { person: { answersPerMinute: 2 } } });
    await answer(limits, 0.2);
    await clock.advance(40_000);
    await spendingOf(await ask(limits)).end();
    await answer(limits, 0.2);
    const refused = await ask(limits);
    assert.equal(refused.kind === 'refused' && refused.limit.resetsAt - clock.now(), 20_000);
    const resumed = { author: person('7'), channel: server('20'), turnId: 't' };
    assert.equal((await limits.admit({ ...resumed, isResumed: true })).kind, 'admitted');
    await clock.advance(20_001);
    assert.equal((await ask(limits)).kind, 'admitted');
  });

  test('cap an answer by what is left, and hold that back until it is settled', async () => {
    const { limits, ledger } = setUp({ bot: { total: { usdPerDay: 1 } } });
    const hold = await heldBy(spendingOf(await ask(limits)));
    // The prompt may cost more than its estimate of a tenth of a dollar.
    assert.equal(hold.maxAnswerTokens, 890);
    assert.equal(ledger.spent({ scope: 'bot', period: 'day' }).usd, 1);
    await hold.settle(used({ inputTokens: 100, outputTokens: 100, usd: 0.2 }));
    await hold.settle(used({ usd: 5 }));
    assert.equal(ledger.spent({ scope: 'bot', period: 'day' }).usd, 0.2);
    const next = await heldBy(spendingOf(await ask(limits)), { maxAnswerTokens: 300 });
    assert.equal(next.maxAnswerTokens, 300);
  });

  test('cap what a model may write by the usual length where nothing else does', async () => {
    const { limits } = setUp({ bot: { total: { usdPerDay: 1_000 } } });
    const spending = spendingOf(await ask(limits));
    assert.equal((await heldBy(spending)).maxAnswerTokens, 8_192);
    const free = await heldBy(spending, { price: { input: 0, output: 0 } });
    assert.equal(free.maxAnswerTokens, undefined);
  });

  test('let questions wait for what running answers hold back, and then go on', async () => {
    const { limits } = setUp({ bot: { total: { usdPerDay: 1 } } });
    const first = await heldBy(spendingOf(await ask(limits)));
    let second: Admission | undefined;
    const asking = ask(limits).then((admission) => {
      second = admission;
      return admission;
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(second, undefined);
    await first.settle(used({ inputTokens: 100, outputTokens: 100, usd: 0.2 }));
    assert.equal((await heldBy(spendingOf(await asking))).maxAnswerTokens, 690);
  });

  test('end the wait after a minute, or when the question is stopped', async () => {
    const { limits, clock } = setUp({ bot: { total: { usdPerDay: 1 } } });
    await heldBy(spendingOf(await ask(limits)));
    const stop = new AbortController();
    const stopped = ask(limits, '8', server('21'), stop.signal);
    const late = ask(limits);
    stop.abort();
    assert.equal((await stopped).kind, 'refused');
    await clock.advance(61_000);
    assert.equal((await late).kind, 'refused');
  });

  test('let a hold that does not fit beside a running answer be tried again when that ends', async () => {
    const { limits, clock } = setUp({ bot: { total: { usdPerDay: 1 } } });
    const [one, two] = [spendingOf(await ask(limits)), spendingOf(await ask(limits, '8'))];
    const first = await heldBy(one, { maxAnswerTokens: 700 });
    const holding = two.hold(plan());
    await clock.advance(6_000);
    assert.equal(await holding, 'spent');
    const next = two.afterSpent();
    await first.settle(used({ inputTokens: 100, outputTokens: 100, usd: 0.2 }));
    assert.equal(await next, 'retry');
    assert.equal((await heldBy(two)).maxAnswerTokens, 690);
  });

  test('overspend by nothing when ten questions come at the edge of a budget', async () => {
    const { limits, ledger } = setUp({ bot: { person: { usdPerDay: 10 } } });
    await answer(limits, 9);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        const admission = await ask(limits, '7', server(String(index)));
        if (admission.kind === 'refused') return 'refused';
        const hold = await admission.spending.hold(plan());
        if (typeof hold === 'string') return hold;
        const outputTokens = hold.maxAnswerTokens ?? Number.NaN;
        await hold.settle(
          used({ inputTokens: 100, outputTokens, usd: (100 + outputTokens) / 1e3 }),
        );
        await admission.spending.end(used());
        return 'answered';
      }),
    );
    assert.equal(outcomes.filter((outcome) => outcome === 'answered').length, 1);
    assert.equal(ledger.spent({ scope: 'bot', period: 'day' }).usd, 9.99);
  });

  test('say that too little is left for a prompt and a short answer', async () => {
    const { limits } = setUp({ bot: { person: { usdPerDay: 1 } } });
    await answer(limits, 0.75);
    const spending = spendingOf(await ask(limits));
    assert.equal(await spending.afterSpent(), undefined);
    assert.equal(await spending.hold(plan()), 'spent');
    const next = await spending.afterSpent();
    assert.equal(typeof next === 'object' && next.limit.measure, 'usdPerDay');
    assert.ok(await heldBy(spending, { price: { input: 1, output: 1 } }));
  });

  test('say that only a shorter prompt helps where one costs more than a whole limit', async () => {
    const { limits } = setUp({ bot: { person: { usdPerDay: 1 } } });
    await answer(limits, 0.3);
    const spending = spendingOf(await ask(limits));
    const needsShorter = async (promptTokens: number) => {
      assert.equal(await spending.hold(plan({ promptTokens })), 'spent');
      return spending.needsShorterPrompt();
    };
    assert.equal(await needsShorter(2_000), true);
    assert.equal(await spending.afterSpent(), undefined);
    // Tomorrow it fits.
    assert.equal(await needsShorter(600), false);
    const next = await spending.afterSpent();
    assert.equal(typeof next === 'object' && next.kind, 'refused');

    const cheaper = setUp({ bot: { person: { usdPerDay: 1, degrade: 'cheap' } } });
    const degradable = spendingOf(await ask(cheaper.limits));
    assert.equal(await degradable.hold(plan({ promptTokens: 2_000 })), 'spent');
    assert.equal(degradable.needsShorterPrompt(), false);
  });

  test('per minute reset a minute after the oldest question, or after the next one', async () => {
    const { limits, clock } = setUp({ bot: { person: { answersPerMinute: 2 } } });
    const resetMs = async () => {
      const [state] = await limits.states(person('7'), server('20'));
      return (state?.resetsAt ?? 0) - clock.now();
    };
    assert.equal(await resetMs(), MINUTE_MS);
    await answer(limits, 1);
    await clock.advance(20_000);
    assert.equal(await resetMs(), 40_000);
  });

  test('degrade at the limit of a set, and stop the cheaper model only by the other sets', async () => {
    const { limits } = setUp({
      bot: {
        total: { usdPerDay: 3 },
        person: { usdPerDay: 1, answersPerMinute: 99, degrade: 'cheap' },
      },
    });
    await answer(limits, 1.25);
    for (let count = 0; count < 2; count++) {
      const admission = await answer(limits, 0.5);
      assert.equal(admission.kind === 'degraded' && admission.model, 'cheap');
    }
    const last = await ask(limits);
    assert.equal((await heldBy(spendingOf(last))).maxAnswerTokens, 640);
    assert.equal(last.kind, 'degraded');
  });

  test('let fallbacks answer below a limit, and not in place of the cheaper model', async () => {
    const { limits } = setUp({ bot: { person: { answersPerDay: 1, degrade: 'cheap' } } });
    assert.ok(await heldBy(spendingOf(await ask(limits)), { isFallback: true }));
    await answer(limits, 0.1);
    const degraded = spendingOf(await ask(limits));
    assert.equal(await degraded.hold(plan({ isFallback: true })), 'spent');
    assert.equal(await degraded.afterSpent(), undefined);
    assert.ok(await heldBy(degraded));
  });

  test('degrade a question whose model is too dear for what is left', async () => {
    const { limits } = setUp({ bot: { person: { usdPerDay: 1, degrade: 'cheap' } } });
    await answer(limits, 0.75);
    const spending = spendingOf(await ask(limits));
    assert.equal(await spending.hold(plan()), 'spent');
    const next = await spending.afterSpent();
    assert.ok(typeof next === 'object' && next.kind === 'degraded');
    assert.equal(next.model, 'cheap');
    assert.ok(await heldBy(next.spending));
  });

  test('refuse where one of two reached sets has no cheaper model', async () => {
    const { limits } = setUp({
      bot: { total: { usdPerMonth: 1 }, person: { usdPerDay: 1, degrade: 'cheap' } },
    });
    await answer(limits, 1.25);
    const refused = await ask(limits);
    assert.equal(refused.kind === 'refused' && refused.limit.measure, 'usdPerMonth');
    assert.equal(refused.kind === 'refused' && refused.limit.resetsAt, Date.UTC(2023, 11, 1));
  });

  test('ask no model without a price where dollars are limited, unless the operator allows it', async () => {
    const { limits } = setUp({
      bot: { total: { usdPerDay: 1 } },
      'discord:30': { unpriced: 'allow' },
    });
    const { price: _, ...unpriced } = plan();
    assert.equal(await spendingOf(await ask(limits)).hold(unpriced), 'unpriced');
    const allowed = await spendingOf(await ask(limits, '7', server('30'))).hold(unpriced);
    assert.equal(typeof allowed, 'object');
  });

  test('name each limit of a person once in its period when 80 % is used, also after a restart', async () => {
    const { limits, restart, observations, clock } = setUp({ bot: { person: { usdPerDay: 10 } } });
    const told = async (from: Limits) => {
      const admission = await answer(from, 0.25);
      return admission.kind === 'admitted'
        ? (await admission.claimNearlyReached()).length
        : undefined;
    };
    await answer(limits, 8);
    assert.deepEqual([await told(limits), await told(limits), await told(restart())], [1, 0, 0]);
    await clock.advance(2 * HOUR_MS);
    await answer(limits, 8);
    assert.equal(await told(limits), 1);
    const seen = observations.map((each) => each.kind === 'limit' && [each.share, each.limit.used]);
    assert.deepEqual(seen, [
      [0.8, 8],
      [0.8, 8],
    ]);
  });

  test('observe a limit that is reached once in its period', async () => {
    const { limits, observations } = setUp({ 'discord:1': { total: { usdPerDay: 1 } } });
    await answer(limits, 1.5);
    await ask(limits);
    await ask(limits);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      observations.map((each) => each.kind === 'limit' && [each.share, each.limit.scope]),
      [[1, 'discord:1']],
    );
  });

  test('say nothing to the operator of a limit that allows nothing: that is what they wrote', async () => {
    const { limits, observations } = setUp({ 'discord:1': { total: { answersPerDay: 0 } } });
    assert.equal((await ask(limits)).kind, 'refused');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(observations, []);
  });

  test('end an answer when its hold cannot be stored, but only where dollars are limited', async () => {
    const { limits, ledger } = setUp({ 'discord:30': { total: { usdPerDay: 5 } } });
    ledger.failure = new Error('the disk is full');
    assert.ok(await heldBy(spendingOf(await ask(limits))));
    const spending = spendingOf(await ask(limits, '7', server('30')));
    assert.equal(await spending.hold(plan()), 'spent');
    await assert.rejects(spending.afterSpent(), /the disk is full/);
    assert.equal(ledger.spent({ scope: 'discord:30', period: 'day' }).usd, 0);
  });

  test('stop summaries and transcriptions only by the money of their place', async () => {
    const { limits } = setUp({
      bot: { person: { usdPerDay: 0, tokensPerDay: 0 } },
      'discord:30': { channel: { usdPerDay: 0 } },
    });
    const of = (channel: Channel) =>
      limits.spendingOf({ channel, person: person('7') }, 'summary', 't').hold(plan());
    assert.equal(typeof (await of(server('20'))), 'object');
    assert.equal(await of(server('30')), 'spent');
  });

  test('bound commands by the minute, and say so once', async () => {
    const { limits, clock } = setUp({ bot: { person: { commandsPerMinute: 2 } } });
    const press = () => limits.admitCommand(person('7'), server('20'));
    assert.deepEqual([press().kind, press().kind], ['admitted', 'admitted']);
    const resetsAt = clock.now() + MINUTE_MS;
    assert.deepEqual(press(), { kind: 'refused', resetsAt, isTold: false });
    assert.deepEqual(press(), { kind: 'refused', resetsAt, isTold: true });
    await clock.advance(MINUTE_MS + 1);
    assert.deepEqual(press(), { kind: 'admitted', isPersonLimited: true });
  });

  test('leave the built-in limit of commands to people whom only a place limits', () => {
    const { limits } = setUp({ bot: { total: { commandsPerMinute: 100 } } });
    const admission = limits.admitCommand(person('7'), server('20'));
    assert.deepEqual(admission, { kind: 'admitted', isPersonLimited: false });
  });

  test('give the limits at the same time with a key for each group that counts together', () => {
    const { limits } = setUp({
      bot: { total: { atOnce: 8 }, person: { atOnce: 2 }, moderators: { atOnce: 'none' } },
    });
    assert.deepEqual(limits.atOnce(person('7'), server('20')), [
      { key: 'total|bot|', most: 8 },
      { key: 'person|bot|discord:7', most: 2 },
    ]);
    const moderator = person('8', { isModerator: true });
    assert.equal(limits.atOnce(moderator, server('20')).length, 1);
    assert.equal(limits.atOnce(undefined, server('20')).length, 1);
  });

  test('list what is in force, most used first', async () => {
    const { limits } = setUp({
      bot: { total: { usdPerMonth: 50 }, person: { usdPerDay: 1, answersPerDay: 100 } },
      'discord:1': { total: { usdPerDay: 2 } },
    });
    await answer(limits, 0.5);
    const states = await limits.states(person('7'), server('20'));
    assert.deepEqual(
      states.map(({ subject, scope, measure, used: usedNow }) => [
        subject,
        scope,
        measure,
        usedNow,
      ]),
      [
        ['person', 'bot', 'usdPerDay', 0.5],
        ['total', 'discord:1', 'usdPerDay', 0.5],
        ['total', 'bot', 'usdPerMonth', 0.5],
        ['person', 'bot', 'answersPerDay', 1],
      ],
    );
    assert.deepEqual(
      limits.totals().map(({ scope, used: usedNow }) => [scope, usedNow]),
      [
        ['bot', 0.5],
        ['discord:1', 0.5],
      ],
    );
  });
});
