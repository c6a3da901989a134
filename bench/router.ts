/**
 * Measures what it costs that a router stands between the question and the model: the time that it
 * adds until the first content comes, compared with a request by hand, and the memory of a stream.
 *
 * Parley's router works in the process that asks; Portkey's gateway is a process of its own, which
 * a second process asks by hand. The model is a process too: it sends its first delta immediately,
 * and then 50 in a second. All sides get their questions at the same moments, which do not depend
 * on how fast they answer. They take turns, round by round, so that other work of the machine slows
 * all of them, and the added time is computed within each round.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SETTLE_MS, type StreamMeasurement, type StreamTask } from './router/measure-streams.ts';
import type { MemoryUse } from './router/memory-use.ts';
import type { ModelEndpoint } from './router/read-model-endpoint.ts';
import { median } from './shared/median.ts';
import { quantile } from './shared/quantile.ts';
import { requirePeers } from './shared/require-peers.ts';
import { type Child, startChild } from './shared/start-child.ts';
import { writeFigure } from './shared/write-figure.ts';

const SIDES = ['direct', 'parley', 'portkey'] as const;
type Side = (typeof SIDES)[number];

/** The figures of one side in one round. */
interface Round {
  readonly firstContentMsMedian: number;
  readonly firstContentMsP99: number;
  /** The memory of one stream in KB, in all processes of the side. */
  readonly heapKb: number;
  readonly residentKb: number;
  readonly lateQuestions: number;
  readonly skippedQuestions: number;
  readonly unfinishedQuestions: number;
  readonly cpuUsPerDelta: number;
}
type RoundsBySide = Readonly<Record<Side, Round[]>>;

/** How one value of all rounds becomes the figures of a metric. */
interface Metric {
  readonly name: string;
  /** Makes one value of the values of all rounds. */
  readonly combine: (values: readonly number[]) => number;
  /** There is a second metric: what a side adds to a request by hand. */
  readonly hasAdded?: true;
  /** The metric means nothing below this load. */
  readonly minLoad?: number;
}

/** The response of Portkey's process. */
interface GatewayState {
  readonly url: string;
  readonly memory: MemoryUse;
}

const LOADS: readonly StreamTask[] = [
  // These streams are short, so that each round has 240 of them.
  { load: 1, deltas: 1, durationMs: 4_820 },
  { load: 100, deltas: 50, durationMs: 4_000 },
  { load: 1_000, deltas: 100, durationMs: 5_000 },
];
const WARM_UP: StreamTask = { load: 20, deltas: 5, durationMs: 1_500 };
const ROUNDS = 3;
/** The processes collect their garbage before they read their memory. */
const NODE_OPTIONS = ['--expose-gc'];

/** Only the first round counts, because later rounds find its connections still open. */
const MEMORY_METRIC = { combine: first, hasAdded: true, minLoad: 100 } as const;
const METRICS: Readonly<Record<keyof Round, Metric>> = {
  firstContentMsMedian: { name: 'first_content_ms_median', combine: median, hasAdded: true },
  firstContentMsP99: { name: 'first_content_ms_p99', combine: median, hasAdded: true },
  heapKb: { name: 'heap_kb_per_stream', ...MEMORY_METRIC },
  residentKb: { name: 'resident_kb_per_stream', ...MEMORY_METRIC },
  lateQuestions: { name: 'late_questions', combine: sum },
  skippedQuestions: { name: 'skipped_questions', combine: sum },
  unfinishedQuestions: { name: 'unfinished_questions', combine: sum },
  cpuUsPerDelta: { name: 'asker_cpu_us_per_delta', combine: median },
};

await requirePeers();
const modelServer = startChild('shared/model-server.ts');

try {
  const { url: modelUrl } = await modelServer.request<{ url: string }>({});

  for (const task of LOADS) {
    const rounds = await measure(task, modelUrl);
    writeFigures(task.load, rounds);
    checkSides(task.load, rounds);
  }
} finally {
  await modelServer.stop();
}

/** Measures in new processes, because processes do not give back the memory of an earlier load. */
async function measure(task: StreamTask, modelUrl: string): Promise<RoundsBySide> {
  const gateway = startChild('router/peers/portkey.ts', { nodeOptions: NODE_OPTIONS });
  const children = [gateway];

  try {
    const { url: gatewayUrl } = await gateway.request<GatewayState>({});
    const askers = startAskers(modelUrl, gatewayUrl);
    children.push(...Object.values(askers));

    for (const side of SIDES) await askers[side].request<StreamMeasurement>(WARM_UP);

    const rounds: RoundsBySide = { direct: [], parley: [], portkey: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const side of SIDES) {
        const usedGateway = side === 'portkey' ? gateway : undefined;
        rounds[side].push(await measureRound(task, askers[side], usedGateway));
      }
    }
    return rounds;
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}

/** Starts the process of each side that sends the questions. */
function startAskers(modelUrl: string, gatewayUrl: string): Readonly<Record<Side, Child>> {
  const start = (file: string, endpoint: ModelEndpoint) =>
    startChild(file, { nodeOptions: NODE_OPTIONS, args: [JSON.stringify(endpoint)] });
  const gatewayHeaders = {
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': modelUrl,
    authorization: 'Bearer key',
  };

  return {
    direct: start('router/direct.ts', { baseUrl: modelUrl }),
    parley: start('router/parley.ts', { baseUrl: modelUrl }),
    portkey: start('router/direct.ts', { baseUrl: gatewayUrl, headers: gatewayHeaders }),
  };
}

async function measureRound(
  task: StreamTask,
  asker: Child,
  gateway: Child | undefined,
): Promise<Round> {
  const gatewayBefore = await gateway?.request<GatewayState>({});
  const [measurement, gatewayDuring] = await Promise.all([
    asker.request<StreamMeasurement>(task),
    gateway && readGatewayAfter(task.durationMs + SETTLE_MS, gateway),
  ]);
  const { firstContentMs, memoryBefore, memoryDuring, openStreams } = measurement;

  const kbPerStream = (kind: keyof MemoryUse) => {
    const ofAsker = memoryDuring[kind] - memoryBefore[kind];
    const ofGateway = (gatewayDuring?.memory[kind] ?? 0) - (gatewayBefore?.memory[kind] ?? 0);
    return (ofAsker + ofGateway) / openStreams / 1_024;
  };
  return {
    firstContentMsMedian: median(firstContentMs),
    firstContentMsP99: quantile(firstContentMs, 0.99),
    heapKb: kbPerStream('heapBytes'),
    residentKb: kbPerStream('residentBytes'),
    lateQuestions: measurement.lateQuestions,
    skippedQuestions: measurement.skippedQuestions,
    unfinishedQuestions: measurement.unfinishedQuestions,
    cpuUsPerDelta: measurement.cpuUsPerDelta,
  };
}

async function readGatewayAfter(ms: number, gateway: Child): Promise<GatewayState> {
  await sleep(ms);
  return gateway.request<GatewayState>({});
}

function writeFigures(load: number, rounds: RoundsBySide): void {
  for (const [key, metric] of Object.entries(METRICS) as [keyof Round, Metric][]) {
    if (load < (metric.minLoad ?? 0)) continue;

    writeComparisons(load, rounds, key, metric);
    if (metric.hasAdded) writeAddedFigure(load, rounds, key, metric);
  }
}

function writeComparisons(load: number, rounds: RoundsBySide, key: keyof Round, metric: Metric) {
  const combinedOf = (side: Side) => metric.combine(rounds[side].map((round) => round[key]));

  for (const against of ['direct', 'portkey'] as const) {
    writeFigure({
      bench: 'router',
      metric: metric.name,
      load,
      parley: combinedOf('parley'),
      reference: combinedOf(against),
      against,
    });
  }
}

/** Writes what Parley and Portkey add to a request by hand in the same round. */
function writeAddedFigure(load: number, rounds: RoundsBySide, key: keyof Round, metric: Metric) {
  const addedBy = (side: Side) => {
    const added = rounds[side].map((round, index) => {
      const direct = rounds.direct[index]?.[key] ?? Number.NaN;
      return round[key] - direct;
    });
    return metric.combine(added);
  };

  writeFigure({
    bench: 'router',
    metric: `added_${metric.name}`,
    load,
    parley: addedBy('parley'),
    reference: addedBy('portkey'),
    against: 'portkey',
  });
}

/** Names the sides that do not keep up. Fails when Parley or the direct requests do not. */
function checkSides(load: number, rounds: RoundsBySide): void {
  const isOverloaded = (side: Side) =>
    rounds[side].some((round) => round.skippedQuestions + round.unfinishedQuestions > 0);
  const sides = SIDES.filter(isOverloaded);
  if (sides.length === 0) return;

  process.stderr.write(
    `At load ${load}, ${sides.join(' and ')} did not keep up, and left questions out or unanswered: the other sides' figures count.\n`,
  );
  if (sides.some((side) => side !== 'portkey')) process.exitCode = 1;
}

function first(values: readonly number[]): number {
  return values[0] ?? Number.NaN;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
