/**
 * What it costs that a router stands between the question and the model: the time that is added until the first content comes, over a
 * request by hand, and the memory that a stream takes.
 *
 * Parley's router works in the process of who asks, Portkey's gateway is a process that is asked by hand. The model is a process too; it
 * says its first delta at once, and then 50 in a second. All take turns, round by round, so that whatever else the machine does
 * falls on all, and what is added is counted in each round.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from './first-words/quantile.ts';
import type { Measured, Task } from './router/measure-streams.ts';
import type { Memory } from './router/memory.ts';
import type { Address } from './router/read-address.ts';
import { median } from './shared/median.ts';
import { needPeers } from './shared/need-peers.ts';
import { type Child, startChild } from './shared/start-child.ts';
import { tell as tellFigure } from './shared/tell.ts';

const LOADS: readonly Task[] = [
  { load: 1, deltas: 5, forMs: 4_000 },
  { load: 100, deltas: 50, forMs: 4_000 },
  { load: 1_000, deltas: 100, forMs: 5_000 },
];
const WARM_UP: Task = { load: 20, deltas: 5, forMs: 1_000 };
const ROUNDS = 3;
/** Of a few streams nobody could tell what they take. */
const FEWEST_FOR_MEMORY = 100;

const NAMES = ['direct', 'parley', 'portkey'] as const;
type Name = (typeof NAMES)[number];

interface Round {
  readonly median: number;
  readonly p99: number;
  readonly heapKbPerStream: number;
  readonly residentKbPerStream: number;
}
type Rounds = Readonly<Record<Name, Round[]>>;
interface Gateway {
  readonly url: string;
  readonly memory: Memory;
}

await needPeers();
const server = startChild('shared/model-server.ts');
try {
  const { url: baseUrl } = await server.ask<{ url: string }>({});
  for (const task of LOADS) tell(task.load, await measure(task, baseUrl));
} finally {
  await server.stop();
}

/** In new processes: what an earlier load took is not given back. */
async function measure(task: Task, baseUrl: string): Promise<Rounds> {
  const options = { nodeOptions: ['--expose-gc'] };
  const start = (file: string, address: Address) => startChild(file, { ...options, args: [JSON.stringify(address)] });
  const gateway = startChild('router/peers/portkey.ts', options);
  const children: Child[] = [gateway];
  try {
    const { url } = await gateway.ask<Gateway>({});
    const headers = { 'x-portkey-provider': 'openai', 'x-portkey-custom-host': baseUrl, authorization: 'Bearer key' };
    const askers: Readonly<Record<Name, Child>> = {
      direct: start('router/direct.ts', { baseUrl }),
      parley: start('router/parley.ts', { baseUrl }),
      portkey: start('router/direct.ts', { baseUrl: url, headers }),
    };
    children.push(...Object.values(askers));
    for (const name of NAMES) await askers[name].ask<Measured>(WARM_UP);
    const rounds: Rounds = { direct: [], parley: [], portkey: [] };
    for (let round = 0; round < ROUNDS; round++) {
      for (const name of NAMES) {
        rounds[name].push(await measureRound(task, askers[name], name === 'portkey' ? gateway : undefined));
      }
    }
    return rounds;
  } finally {
    await Promise.all(children.map((child) => child.stop()));
  }
}

async function measureRound(task: Task, asker: Child, gateway: Child | undefined): Promise<Round> {
  const idle = await gateway?.ask<Gateway>({});
  const [measured, busy] = await Promise.all([asker.ask<Measured>(task), gateway && memoryLater(gateway, task.forMs)]);
  const { firstContentMs, streams } = measured;
  const before = idle?.memory ?? measured.before;
  const during = busy ?? measured.during;
  return {
    median: median(firstContentMs),
    p99: quantile(firstContentMs, 0.99),
    heapKbPerStream: (during.heapBytes - before.heapBytes) / streams / 1_024,
    residentKbPerStream: (during.residentBytes - before.residentBytes) / streams / 1_024,
  };
}

async function memoryLater(gateway: Child, ms: number): Promise<Memory> {
  await sleep(ms);
  return (await gateway.ask<Gateway>({})).memory;
}

function tell(load: number, rounds: Rounds): void {
  const added = (name: Name, figure: 'median' | 'p99') =>
    median(rounds[name].map((round, index) => round[figure] - (rounds.direct[index]?.[figure] ?? Number.NaN)));
  for (const figure of ['median', 'p99'] as const) {
    const metric = `added_first_content_ms_${figure}`;
    const figures = { parley: added('parley', figure), reference: added('portkey', figure), against: 'portkey' };
    tellFigure({ bench: 'router', metric, load, ...figures });
  }
  if (load < FEWEST_FOR_MEMORY) return;
  for (const against of ['direct', 'portkey'] as const) {
    // Later rounds find the connections of the first one.
    const [parley, reference] = [rounds.parley[0], rounds[against][0]];
    if (!parley || !reference) continue;
    const heap = { parley: parley.heapKbPerStream, reference: reference.heapKbPerStream, against };
    const resident = { parley: parley.residentKbPerStream, reference: reference.residentKbPerStream, against };
    tellFigure({ bench: 'router', metric: 'heap_kb_per_stream', load, ...heap });
    tellFigure({ bench: 'router', metric: 'resident_kb_per_stream', load, ...resident });
  }
}
