/**
 * Measures what counting costs: 100,000 answers over 30 days, by 500 people in 50 channels with 5 models.
 * Nearly each has a row of its own, which is the worst case. Times of a hold, of a settle and of the whole
 * answer at the beginning and at the end, the size of the file and the memory on the first and the last days, the time of
 * a report and of a start with that month, and the memory of the totals of 10,000 people.
 *
 * The reference is a bare counter of `node:sqlite`, which writes once for each answer. Both take turns in one process.
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createFleetOfOne } from '../src/fleet/fleet-of-one.ts';
import type { Clock } from '../src/lib/clock.ts';
import { silentLog } from '../src/lib/log.ts';
import { openStore } from '../src/store/open-store.ts';
import { NOTHING_USED } from '../src/usage/add-numbers.ts';
import { openUsage } from '../src/usage/open-usage.ts';
import { createPeriodTotals } from '../src/usage/period-totals.ts';
import { median } from './shared/median.ts';
import { quantile } from './shared/quantile.ts';
import { writeFigure } from './shared/write-figure.ts';
import { openBareCounter } from './usage/bare-counter.ts';
import { chargeOfAnswer, countedAnswers } from './usage/counted-answers.ts';

const ANSWERS = 100_000;
const DAYS = 30;
/** The part of all answers that counts as the beginning, and as the end. */
const PART = ANSWERS / 20;
const MIB = 1024 * 1024;
const MONTH = { from: '2026-11-01', to: '2026-11-30' };
const ROUNDS = 5;
const MANY_PEOPLE = 10_000;
const US_PER_MS = 1_000;

interface Times {
  readonly holdUs: number[];
  readonly settleUs: number[];
  readonly answerUs: number[];
  readonly bareUs: number[];
}

let now = 0;
/** A clock that shows the times of the answers. Nothing waits. */
const clock: Clock = { now: () => now, after: () => () => {} };
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const folder = await mkdtemp(join(tmpdir(), 'parley-usage-'));
const [file, bareFile] = [join(folder, 'parley.sqlite'), join(folder, 'bare.sqlite')];
try {
  await measureCounting();
  await measureReading();
  measureTotals();
} finally {
  await rm(folder, { recursive: true });
}

async function openLedger() {
  const store = await openStore({ url: `sqlite:${file}`, clock, log: silentLog });
  const opened = await openUsage({
    ...{ store, clock, log: silentLog },
    timeZone: () => 'UTC',
    fleet: createFleetOfOne({ version: '1', now: clock.now() }),
  });
  return { ...opened, store };
}

async function measureCounting(): Promise<void> {
  const first: Times = { holdUs: [], settleUs: [], answerUs: [], bareUs: [] };
  const last: Times = { holdUs: [], settleUs: [], answerUs: [], bareUs: [] };
  const bytes: { parley: number; bare: number; heap: number }[] = [];
  const answers = countedAnswers(ANSWERS, DAYS);
  let index = 0;
  let day = '';
  const bare = openBareCounter(bareFile);
  now = Date.parse('2026-11-01T00:00:00Z');
  const { ledger, stop, store } = await openLedger();

  for (const answer of answers) {
    now = answer.at;
    if (answer.day !== day) bytes.push(await sizes());
    day = answer.day;
    const charge = chargeOfAnswer(answer, `turn-${index}.1`);
    const times = index < PART ? first : index >= ANSWERS - PART ? last : undefined;
    index += 1;

    const startedAt = performance.now();
    await ledger.hold(charge);
    const heldAt = performance.now();
    await ledger.settle(charge);
    const settledAt = performance.now();
    await ledger.countAnswer(charge);
    const answeredAt = performance.now();
    bare.count(answer);
    const countedAt = performance.now();
    times?.holdUs.push((heldAt - startedAt) * US_PER_MS);
    times?.settleUs.push((settledAt - heldAt) * US_PER_MS);
    times?.answerUs.push((answeredAt - startedAt) * US_PER_MS);
    times?.bareUs.push((countedAt - answeredAt) * US_PER_MS);
  }
  bytes.push(await sizes());
  await stop();
  await store.close();
  bare.close();

  writeTimes('at_the_beginning', first);
  writeTimes('at_the_end', last);
  writeGrowth('first', bytes.slice(1, 7));
  writeGrowth('last', bytes.slice(-6));
}

/** Without what waits in the logs, which is the same on all days. */
async function sizes() {
  collectGarbage();
  const [parley, bare] = await Promise.all([stat(file), stat(bareFile)]);
  return { parley: parley.size, bare: bare.size, heap: process.memoryUsage().heapUsed };
}

function writeTimes(when: string, { holdUs, settleUs, answerUs, bareUs }: Times): void {
  for (const [name, times] of Object.entries({
    hold: holdUs,
    settle: settleUs,
    answer: answerUs,
  })) {
    write(`${name}_us_p50_${when}`, median(times), median(bareUs));
    write(`${name}_us_p99_${when}`, quantile(times, 0.99), quantile(bareUs, 0.99));
  }
}

function writeGrowth(which: string, days: readonly Awaited<ReturnType<typeof sizes>>[]): void {
  const perDay = (of: 'parley' | 'bare' | 'heap') =>
    ((days.at(-1)?.[of] ?? 0) - (days[0]?.[of] ?? 0)) / (days.length - 1) / MIB;
  write(`file_mib_per_day_of_the_${which}_days`, perDay('parley'), perDay('bare'));
  write(`heap_mib_per_day_of_the_${which}_days`, perDay('heap'), 0);
}

async function measureReading(): Promise<void> {
  const startMs: number[] = [];
  const reportMs: number[] = [];
  const bareStartMs: number[] = [];
  const bareReportMs: number[] = [];

  for (let round = 0; round < ROUNDS; round++) {
    const { usage, stop, store } = await timed(startMs, openLedger);
    await timed(reportMs, () => usage.report(MONTH, ['day', 'model', 'person']));
    await stop();
    await store.close();

    const bare = await timed(bareStartMs, async () => {
      const opened = openBareCounter(bareFile);
      opened.readTotals('2026-11');
      return opened;
    });
    await timed(bareReportMs, async () => bare.report());
    bare.close();
  }
  write('start_ms', median(startMs), median(bareStartMs));
  write('report_ms', median(reportMs), median(bareReportMs));
}

async function timed<Result>(times: number[], work: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await work();
  times.push(performance.now() - startedAt);
  return result;
}

/** A person who is active in one channel of a server counts in five scopes. */
function measureTotals(): void {
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  const totals = createPeriodTotals(() => {});
  const scopes = ['bot', 'discord', 'discord:1', 'discord:2', 'discord:3'];
  for (let person = 0; person < MANY_PEOPLE; person++) {
    const origin = { platform: 'discord', personId: `1000000000000${person}`, scopes };
    totals.add(origin, { ...NOTHING_USED, inputTokens: 100, usd: 0.0123 });
  }
  collectGarbage();
  const mib = (process.memoryUsage().heapUsed - before) / MIB;
  write('totals_mib_of_10000_people', mib, totals.scopes.size === 0 ? 1 : 0);
}

function write(metric: string, parley: number, reference: number): void {
  writeFigure({
    bench: 'usage',
    metric,
    load: ANSWERS,
    parley,
    reference,
    against: 'bare node:sqlite',
  });
}
