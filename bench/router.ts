/**
 * What it costs that a router stands between the question and the model: the time that is added until the first content comes, over a
 * request by hand, and the memory that a stream takes.
 *
 * Parley's router works in the process of who asks, Portkey's gateway is a process that is asked by hand. The model is a process too; it
 * says its first delta at once, and then 50 in a second. All are asked at the same moments, which do not depend on how fast they answer.
 * They take turns, round by round, so that whatever else the machine does falls on all, and what is added is counted in each round.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SETTLE_MS, type StreamMeasurement, type StreamTask } from './router/measure-streams.ts';
import type { MemoryUse } from './router/memory-use.ts';
import type { ModelEndpoint } from './router/read-model-endpoint.ts';
import { median } from './shared/median.ts';
import { quantile } from './shared/quantile.ts';
import { requirePeers } from './shared/require-peers.ts';
import { type Child, startChild } from './shared/start-child.ts';
import { writeFigure as tellFigure } from './shared/write-figure.ts';

const LOADS: readonly StreamTask[] = [
  // So short that there are 240 in each round.
  { load: 1, deltas: 1, forMs: 4_820 },
  { load: 100, deltas: 50, forMs: 4_000 },
  { load: 1_000, deltas: 100, forMs: 5_000 },
];
const WARM_UP: StreamTask = { load: 20, deltas: 5, forMs: 1_500 };
const ROUNDS = 3;

const NAMES = ['direct', 'parley', 'portkey'] as const;
type Name = (typeof NAMES)[number];

interface Round {
  readonly median: number;
  readonly p99: number;
  /** Of one stream, in all processes of the side. */
  readonly heapKb: number;
  readonly residentKb: number;
  readonly late: number;
  readonly skipped: number;
  readonly cpuUsPerDelta: number;
}
type Rounds = Readonly<Record<Name, Round[]>>;
interface Gateway {
  readonly url: string;
  readonly memory: MemoryUse;
}
interface Figure {
  readonly metric: string;
  /** Of all rounds. */
  readonly over: (values: readonly number[]) => number;
  /** What a side adds to a request by hand is told as well. */
  readonly isCompared?: true;
  /** Below this load it says nothing. */
  readonly fromLoad?: number;
}

/** Later rounds find the connections of the first one. */
const MEMORY = {
  over: ([first = Number.NaN]: readonly number[]) => first,
  isCompared: true,
  fromLoad: 100,
} as const;
const FIGURES: Readonly<Record<keyof Round, Figure>> = {
  median: { metric: 'first_content_ms_median', over: median, isCompared: true },
  p99: { metric: 'first_content_ms_p99', over: median, isCompared: true },
  heapKb: { metric: 'heap_kb_per_stream', ...MEMORY },
  residentKb: { metric: 'resident_kb_per_stream', ...MEMORY },
  late: { metric: 'late_questions', over: total },
  skipped: { metric: 'skipped_questions', over: total },
  cpuUsPerDelta: { metric: 'asker_cpu_us_per_delta', over: median },
};

await requirePeers();
const server = startChild('shared/model-server.ts');
try {
  const { url: baseUrl } = await server.request<{ url: string }>({});
  for (const task of LOADS) tell(task.load, await measure(task, baseUrl));
} finally {
  await server.stop();
}

/** In new processes: what an earlier load took is not given back. */
async function measure(task: StreamTask, baseUrl: string): Promise<Rounds> {
  const options = { nodeOptions: ['--expose-gc'] };
  const start = (file: string, address: ModelEndpoint) =>
    startChild(file, { ...options, args: [JSON.stringify(address)] });
  const gateway = startChild('router/peers/portkey.ts', options);
  const children: Child[] = [gateway];
  try {
    const { url } = await gateway.request<Gateway>({});
    const headers = {
      'x-portkey-provider': 'openai',
      'x-portkey-custom-host': baseUrl,
      authorization: 'Bearer key',
    };
    const askers: Readonly<Record<Name, Child>> = {
      direct: start('router/direct.ts', { baseUrl }),
      parley: start('router/parley.ts', { baseUrl }),
      portkey: start('router/direct.ts', { baseUrl: url, headers }),
    };
    children.push(...Object.values(askers));
    for (const name of NAMES) await askers[name].request<StreamMeasurement>(WARM_UP);
    const rounds: Rounds = { direct: [], parley: [], portkey: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of NAMES) {
        rounds[name].push(
          await measureRound(task, askers[name], name === 'portkey' ? gateway : undefined),
        );
      }
    }
    return rounds;
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}

async function measureRound(
  task: StreamTask,
  asker: Child,
  gateway: Child | undefined,
): Promise<Round> {
  const idle = await gateway?.request<Gateway>({});
  const [measured, busy] = await Promise.all([
    asker.request<StreamMeasurement>(task),
    gateway && busyLater(gateway, task.forMs),
  ]);
  const { firstContentMs, before, during, streams, late, skipped, cpuUsPerDelta } = measured;
  const kbPerStream = (kind: keyof MemoryUse) => {
    const bytes =
      during[kind] - before[kind] + ((busy?.memory[kind] ?? 0) - (idle?.memory[kind] ?? 0));
    return bytes / streams / 1_024;
  };
  return {
    median: median(firstContentMs),
    p99: quantile(firstContentMs, 0.99),
    heapKb: kbPerStream('heapBytes'),
    residentKb: kbPerStream('residentBytes'),
    late,
    skipped,
    cpuUsPerDelta,
  };
}

async function busyLater(gateway: Child, ms: number): Promise<Gateway> {
  await sleep(ms + SETTLE_MS);
  return gateway.request<Gateway>({});
}

function tell(load: number, rounds: Rounds): void {
  for (const [key, { metric, over, isCompared = false, fromLoad = 0 }] of Object.entries(FIGURES)) {
    if (load < fromLoad) continue;
    const valuesOf = (name: Name) => rounds[name].map((round) => round[key as keyof Round]);
    for (const against of ['direct', 'portkey'] as const) {
      const figures = { parley: over(valuesOf('parley')), reference: over(valuesOf(against)) };
      tellFigure({ bench: 'router', metric, load, ...figures, against });
    }
    if (!isCompared) continue;
    const direct = valuesOf('direct');
    const added = (name: Name) =>
      over(valuesOf(name).map((value, round) => value - (direct[round] ?? Number.NaN)));
    const figures = { parley: added('parley'), reference: added('portkey'), against: 'portkey' };
    tellFigure({ bench: 'router', metric: `added_${metric}`, load, ...figures });
  }
  const skipped = NAMES.filter((name) => rounds[name].some((round) => round.skipped > 0));
  if (skipped.length === 0) return;
  process.stderr.write(
    `At load ${load} questions were skipped (${skipped.join(', ')}): its figures say nothing.\n`,
  );
  process.exitCode = 1;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
