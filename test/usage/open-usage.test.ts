import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { Change, Store } from '../../src/contracts/store.ts';
import type { UsageRow } from '../../src/contracts/usage.ts';
import { StoreError } from '../../src/errors.ts';
import { createFleetOfOne } from '../../src/fleet/fleet-of-one.ts';
import { createMemoryAdapter } from '../../src/store/memory-adapter.ts';
import { createStore } from '../../src/store/store.ts';
import { type OpenedUsage, openUsage } from '../../src/usage/open-usage.ts';
import { createFakeClock, type FakeClock } from '../helpers/fake-clock.ts';
import { createRecordingLog } from '../helpers/recording-log.ts';
import { chargeOf, SERVER_CHANNEL } from './charges.ts';

/** 2026-11-30, half an hour before midnight in Berlin. */
const START = Date.parse('2026-11-30T22:30:00Z');
const DAY_MS = 24 * 60 * 60 * 1000;
const MINUTE_MS = 60_000;
const ALL = { from: '2026-01-01', to: '2027-12-31' };

let clock: FakeClock;
let adapter: ReturnType<typeof createMemoryAdapter>;
let disk: Store;
let log: ReturnType<typeof createRecordingLog>;
let isFull: boolean;
let isUnreadable: boolean;
let reads: string[];
let writes: (readonly Change[])[];
let zone: string;

beforeEach(() => {
  clock = createFakeClock(START);
  adapter = createMemoryAdapter({ clock });
  disk = createStore({ adapter, clock });
  log = createRecordingLog();
  isFull = false;
  isUnreadable = false;
  reads = [];
  writes = [];
  zone = 'Europe/Berlin';
});

/** Opens a new process on the same disk. */
function open(): Promise<OpenedUsage> {
  const store: Store = {
    ...disk,
    async findKeys(prefix) {
      if (isUnreadable) throw new StoreError('a lock', { kind: 'unavailable' });
      return disk.findKeys(prefix);
    },
    get(key) {
      reads.push(key);
      return disk.get(key);
    },
    async write(changes) {
      if (isFull) throw new StoreError('no room', { kind: 'full' });
      writes.push(changes);
      await disk.write(changes);
    },
  };
  return openUsage({
    ...{ store, clock, log },
    timeZone: () => zone,
    fleet: createFleetOfOne({ version: '1', now: clock.now() }),
  });
}

async function rowsOf(opened: OpenedUsage): Promise<readonly UsageRow[]> {
  return Array.fromAsync(opened.usage.rows(ALL));
}

const spentIn = ({ ledger }: OpenedUsage, scope = 'bot', person?: string) => ({
  day: ledger.spent({ scope, period: 'day', ...(person ? { person } : {}) }),
  month: ledger.spent({ scope, period: 'month', ...(person ? { person } : {}) }),
});

const CENT = { answers: 0, tokens: 150, usd: 0.01 };
const NOTHING = { answers: 0, tokens: 0, usd: 0 };

describe('the ledger', () => {
  test('stores an answered attempt and its answer in one write', async () => {
    const opened = await open();
    for (let question = 0; question < 2; question++) {
      const charge = chargeOf();
      await opened.ledger.hold(charge);
      writes = [];
      const settled = opened.ledger.settle(charge);
      // The steps from the end of a stream to that of its answer.
      for (let step = 0; step < 50; step++) await undefined;
      await Promise.all([settled, opened.ledger.countAnswer(charge)]);
      assert.equal(writes.length, 1);
    }
    const [row] = await rowsOf(await open());
    assert.deepEqual([row?.attempts, row?.answers], [2, 2]);
  });

  test('keeps one row for each day, person, channel, server, model, key and purpose', async () => {
    const opened = await open();
    const charge = chargeOf();
    await opened.ledger.settle(charge);
    await opened.ledger.settle(chargeOf());
    await opened.ledger.countAnswer(charge);
    await opened.ledger.settle(chargeOf({ attempt: { keyAlias: 'second' } }));
    await opened.ledger.settle(chargeOf({ purpose: 'summary', person: '' }));

    const rows = await rowsOf(await open());
    assert.equal(rows.length, 3);
    assert.deepEqual(
      rows.find(({ attempts }) => attempts === 2),
      {
        day: '2026-11-30',
        platform: 'discord',
        personId: 'ann',
        channelId: 'room',
        server: 'guild',
        scopes: ['bot', 'discord', 'discord:guild', 'discord:room'],
        purpose: 'answer',
        provider: 'openai',
        model: 'm',
        answers: 1,
        attempts: 2,
        inputTokens: 200,
        cachedInputTokens: 0,
        outputTokens: 100,
        reasoningTokens: 0,
        images: 0,
        audioMs: 0,
        usd: 0.02,
        unpricedAttempts: 0,
        estimatedAttempts: 0,
      },
    );
  });

  test('counts an attempt without a price as that, and one that used nothing not at all', async () => {
    const { ledger, usage } = await open();
    const unpriced = chargeOf();
    const { usd, ...attempt } = unpriced.attempt;
    await ledger.settle({ ...unpriced, attempt });
    const failed = { outcome: 'connect', usd: 0, inputTokens: 0, outputTokens: 0 } as const;
    await ledger.settle(chargeOf({ attempt: failed }));
    const { total } = await usage.report(ALL, []);
    assert.equal(total.attempts, 1);
    assert.equal(total.unpricedAttempts, 1);
    assert.equal(total.usd, 0);
  });

  test('takes numbers that make no sense for nothing', async () => {
    const { ledger, usage } = await open();
    const attempt = { usd: Number.NaN, inputTokens: -5, outputTokens: Number.POSITIVE_INFINITY };
    await ledger.settle(chargeOf({ attempt }));
    const { total } = await usage.report(ALL, []);
    assert.deepEqual([total.usd, total.inputTokens, total.outputTokens], [0, 0, 0]);
  });

  test('reads a row once, and writes one batch for each settle', async () => {
    const { ledger } = await open();
    for (let count = 0; count < 20; count++) {
      const charge = chargeOf({ id: `turn ${count}` });
      await ledger.hold(charge);
      await ledger.settle(charge);
    }
    assert.equal(reads.length, 1);
    assert.equal(writes.length, 40);
    const [row, removal] = writes.at(-1) ?? [];
    assert.match(row?.key ?? '', /^usage:2026-11-30:discord:ann:/);
    assert.deepEqual(removal, { key: 'usage-hold:turn 19', value: undefined });
  });

  test('loses none of many settles of one row at the same time', async () => {
    const { ledger } = await open();
    const settles = Array.from({ length: 50 }, () => ledger.settle(chargeOf()));
    await Promise.all(settles);
    const [row] = await rowsOf(await open());
    assert.equal(row?.attempts, 50);
    assert.equal(row?.usd, 0.5);
  });

  test('counts a hold at once, and replaces it at once by what was used', async () => {
    const opened = await open();
    const charge = chargeOf({ attempt: { usd: 0.25 } });
    const held = opened.ledger.hold(charge);
    assert.equal(spentIn(opened).day.usd, 0.25);
    await held;
    const settled = opened.ledger.settle({ ...charge, attempt: { ...charge.attempt, usd: 0.01 } });
    assert.deepEqual(spentIn(opened, 'discord:guild', 'discord:ann'), { day: CENT, month: CENT });
    await settled;
    assert.deepEqual(await adapter.findKeys('usage-hold:'), []);
  });

  test('counts a hold that a killed process left behind as used, estimated, and only once', async () => {
    const killed = await open();
    await killed.ledger.hold(chargeOf());
    for (let start = 0; start < 3; start++) {
      const opened = await open();
      assert.deepEqual(spentIn(opened), { day: CENT, month: CENT });
      const rows = await rowsOf(opened);
      assert.deepEqual([rows.length, rows[0]?.attempts, rows[0]?.estimatedAttempts], [1, 1, 1]);
    }
  });

  test('counts on the day on which the attempt began, in the zone of the operator', async () => {
    const opened = await open();
    const late = chargeOf();
    await opened.ledger.hold(late);
    await clock.advance(40 * MINUTE_MS);
    assert.equal(opened.usage.today(), '2026-12-01');
    await opened.ledger.settle(late);
    await opened.ledger.countAnswer(late);
    assert.deepEqual(spentIn(opened), { day: NOTHING, month: NOTHING });
    await opened.ledger.settle(chargeOf());
    assert.deepEqual(spentIn(opened), { day: CENT, month: CENT });
    const rows = await rowsOf(opened);
    assert.deepEqual(
      rows.map(({ day, answers }) => [day, answers]),
      [
        ['2026-11-30', 1],
        ['2026-12-01', 0],
      ],
    );

    clock.setBack(60 * MINUTE_MS);
    assert.deepEqual(spentIn(opened).day, { ...CENT, answers: 1 });
    zone = 'Asia/Tokyo';
    await opened.flush();
    assert.deepEqual(spentIn(opened).day, CENT);
  });

  test('knows what is held back also after the clock was in other months for a while', async () => {
    const opened = await open();
    await opened.ledger.hold(chargeOf());
    for (const days of [40, 40, 40, -120]) {
      clock.setBack(-days * DAY_MS);
      await opened.flush();
    }
    assert.deepEqual(spentIn(opened), { day: CENT, month: CENT });
  });

  test('knows the totals of the day and the month after a start, also of several bots of one network', async () => {
    const first = await open();
    await first.ledger.settle(chargeOf());
    const memes = { ...SERVER_CHANNEL, platform: 'discord@memes' };
    await first.ledger.settle(chargeOf({ channel: memes }));
    const second = await open();
    const both = { answers: 0, tokens: 300, usd: 0.02 };
    assert.deepEqual(spentIn(second, 'discord', 'discord:ann').month, both);
    assert.deepEqual(spentIn(second, 'discord@memes', 'discord:ann').month, CENT);
    assert.deepEqual(spentIn(second, 'discord:guild', 'discord:bob').month, NOTHING);
  });

  test('keeps the numbers in memory while the disk is full, and stores them when it has room', async () => {
    const opened = await open();
    isFull = true;
    const charge = chargeOf();
    await assert.rejects(opened.ledger.hold(charge), { kind: 'full' });
    assert.deepEqual(spentIn(opened).day, CENT);
    await opened.ledger.settle(charge);
    await opened.ledger.countAnswer(charge);
    assert.equal((await rowsOf(opened))[0]?.answers, 1);
    assert.deepEqual(await adapter.findKeys('usage:'), []);

    isFull = false;
    await clock.advance(MINUTE_MS);
    const [row] = await rowsOf(await open());
    assert.deepEqual([row?.attempts, row?.answers, row?.usd], [1, 1, 0.01]);
    assert.equal(log.lines.filter((line) => line.includes('not stored yet')).length, 1);
  });

  test('starts although the store cannot be read, and counts everything once it can', async () => {
    const before = await open();
    await before.ledger.settle(chargeOf());
    await before.ledger.hold(chargeOf());
    isUnreadable = true;
    const opened = await open();
    await opened.ledger.settle(chargeOf());
    assert.deepEqual(spentIn(opened), { day: CENT, month: CENT });
    assert.ok(log.lines.some((line) => line.includes('limits do not know all of it')));

    isUnreadable = false;
    await clock.advance(10 * MINUTE_MS);
    await opened.flush();
    const all = { answers: 0, tokens: 450, usd: 0.03 };
    assert.deepEqual(spentIn(opened), { day: all, month: all });
    assert.equal((await opened.usage.report(ALL, [])).total.usd, 0.03);
  });

  test('replaces a damaged row, says so, and counts the others', async () => {
    const { ledger } = await open();
    await ledger.settle(chargeOf());
    await ledger.settle(chargeOf({ person: 'bob' }));
    const [key = ''] = await adapter.findKeys('usage:2026-11-30:discord:ann:');
    await adapter.set(key, '{"value":{"day":');

    const opened = await open();
    assert.deepEqual(spentIn(opened).month, CENT);
    await opened.ledger.settle(chargeOf());
    assert.deepEqual(spentIn(opened).month.usd, 0.02);
    assert.ok(log.lines.some((line) => line.startsWith('error') && line.includes(key)));
    assert.equal((await rowsOf(await open())).length, 2);
    assert.equal((await adapter.findKeys('unreadable:usage:')).length, 1);
  });

  test('leaves out what was held back and cannot be read, and says so', async () => {
    await disk.write([{ key: 'usage-hold:x', value: { format: 1, day: 5 } }]);
    const opened = await open();
    await opened.flush();
    assert.deepEqual(spentIn(opened), { day: NOTHING, month: NOTHING });
    assert.deepEqual(await adapter.findKeys('usage-hold:'), []);
    assert.deepEqual(await adapter.findKeys('unreadable:'), ['unreadable:usage-hold:x']);
    assert.ok(log.lines.some((line) => line.startsWith('error') && line.includes('usage-hold:x')));
  });

  test('stores a name once, and again when it changes or long after', async () => {
    const { ledger } = await open();
    const namesIn = () =>
      writes.flat().filter(({ key }) => key === 'usage-name:person:discord:ann').length;
    await ledger.settle(chargeOf());
    await ledger.settle(chargeOf());
    assert.equal(namesIn(), 1);
    const renamed = chargeOf();
    const spender = { ...renamed.spender, person: { id: 'ann', name: 'Anna' } };
    await ledger.settle({ ...renamed, spender });
    assert.equal(namesIn(), 2);
    clock.setBack(-31 * DAY_MS);
    await ledger.settle({ ...renamed, spender });
    assert.equal(namesIn(), 3);
  });

  test('never stores words of people in rows and holds', async () => {
    const { ledger } = await open();
    const charge = chargeOf();
    await ledger.hold(charge);
    await ledger.settle(charge);
    const texts = writes
      .flat()
      .filter(({ key }) => !key.startsWith('usage-name:'))
      .map((change) => JSON.stringify(change));
    assert.ok(texts.length > 0);
    assert.doesNotMatch(texts.join('\n'), /Name of ann|general|The guild/);
  });
});

describe('a report', () => {
  test('adds up by groups, with the names that people know, the most expensive first', async () => {
    const { ledger, usage } = await open();
    await ledger.settle(chargeOf());
    await ledger.settle(chargeOf({ person: 'bob', attempt: { usd: 2, model: 'big' } }));
    await ledger.settle(chargeOf({ person: '', purpose: 'summary' }));
    await clock.advance(DAY_MS);
    await ledger.settle(chargeOf({ attempt: { keyAlias: 'spare' } }));

    const { total, by } = await usage.report(ALL, ['day', 'model', 'person', 'channel', 'key']);
    assert.equal(total.usd, 2.03);
    const lines = Object.fromEntries(
      Object.entries(by).map(([group, entries]) => [
        group,
        entries.map(({ name, label, usd }) => [name, label, usd]),
      ]),
    );
    assert.deepEqual(lines, {
      day: [
        ['2026-11-30', undefined, 2.02],
        ['2026-12-01', undefined, 0.01],
      ],
      model: [
        ['openai/big', undefined, 2],
        ['openai/m', undefined, 0.03],
      ],
      person: [
        ['discord:bob', 'Name of bob', 2],
        ['discord:ann', 'Name of ann', 0.02],
        ['', undefined, 0.01],
      ],
      channel: [['discord:room', 'general', 2.03]],
      key: [
        ['openai', undefined, 2.02],
        ['openai spare', undefined, 0.01],
      ],
    });
  });

  test('picks by scope, platform, person and days', async () => {
    const { ledger, usage } = await open();
    await ledger.settle(chargeOf());
    const other = { platform: 'telegram', id: '7', kind: 'direct' } as const;
    await ledger.settle(chargeOf({ channel: other, person: '7', attempt: { usd: 1 } }));
    const usdOf = async (query: object) => (await usage.report({ ...ALL, ...query }, [])).total.usd;
    assert.equal(await usdOf({}), 1.01);
    assert.equal(await usdOf({ scope: 'discord:guild' }), 0.01);
    assert.equal(await usdOf({ platform: 'telegram' }), 1);
    assert.equal(await usdOf({ platform: 'discord', personId: 'ann' }), 0.01);
    assert.equal(await usdOf({ personId: '7' }), 1);
    assert.equal(await usdOf({ to: '2026-11-29' }), 0);
  });
});

describe('a person who deletes their data', () => {
  const direct = { platform: 'telegram', id: '7', kind: 'direct', name: 'Ann' } as const;
  const ask = ({ ledger }: OpenedUsage) =>
    ledger.settle(chargeOf({ channel: direct, person: '7' }));

  async function allText(): Promise<string> {
    const keys = await adapter.findKeys('usage');
    const values = await Promise.all(keys.map((key) => adapter.get(key)));
    return JSON.stringify([keys, values]);
  }

  test('is no longer in the rows of earlier months, which keep their numbers', async () => {
    const opened = await open();
    await ask(opened);
    await opened.ledger.settle(chargeOf({ channel: direct, person: '', purpose: 'summary' }));
    await opened.ledger.settle(chargeOf({ channel: direct, person: '8' }));
    await clock.advance(DAY_MS);
    await opened.usage.forgetPerson('telegram', '7');
    const rows = await rowsOf(opened);
    assert.equal(rows.filter(({ personId }) => personId === '8').length, 1);
    const nobodys = rows.filter(({ personId }) => personId === undefined);
    assert.deepEqual(
      nobodys.map(({ channelId, scopes, usd }) => [channelId, scopes, usd]),
      [
        ['', ['bot', 'telegram'], 0.01],
        ['', ['bot', 'telegram'], 0.01],
      ],
    );
  });

  test('stays in the rows of this month until it ends, so that no budget begins anew, but not with a name', async () => {
    const opened = await open();
    clock.setBack(5 * DAY_MS);
    await ask(opened);
    await opened.usage.forgetPerson('telegram', '7');
    assert.deepEqual(spentIn(opened, 'bot', 'telegram:7').month, CENT);
    assert.deepEqual(spentIn(await open(), 'bot', 'telegram:7').month, CENT);
    assert.doesNotMatch(await allText(), /Name of/);

    await clock.advance(6 * DAY_MS);
    await opened.flush();
    assert.doesNotMatch(await allText(), /7"|:7|%7/);
    const rows = await rowsOf(opened);
    assert.deepEqual(
      rows.map(({ usd, personId }) => [usd, personId]),
      [[0.01, undefined]],
    );
  });

  test('is also taken out at the next start, after a kill', async () => {
    const opened = await open();
    await ask(opened);
    await opened.usage.forgetPerson('telegram', '7');
    const usedBefore = await rowsOf(opened);
    await opened.stop();
    await clock.advance(DAY_MS);
    const next = await open();
    await next.flush();
    assert.deepEqual(await adapter.findKeys('usage-forgotten:'), []);
    const [row] = await rowsOf(next);
    assert.equal(row?.personId, undefined);
    assert.equal(row?.usd, usedBefore[0]?.usd);
  });
});
