/**
 * What it costs to understand an answer: processor time for 100,000 deltas, from the socket to the event that says what the model said.
 *
 * Next to Parley's own reading are the least that can be done by hand with the same two libraries, and two SDKs. Each has a process of
 * its own, and so has the model. They take turns, round by round, so that whatever else the machine does falls on all.
 */
import type { ReadingCost, ReadingTask } from './decode/measure-reading.ts';
import { DELTA_TEXT } from './shared/delta-text.ts';
import { median } from './shared/median.ts';
import { requirePeers } from './shared/require-peers.ts';
import { type Child, startChild } from './shared/start-child.ts';
import { writeFigure } from './shared/write-figure.ts';

const DELTAS_PER_ANSWER = 2_000;
const ANSWERS = 50;
const WARM_UP_ROUNDS = 2;
const ROUNDS = 7;

const READERS = {
  parley: 'decode/parley.ts',
  bare: 'decode/bare.ts',
  openai: 'decode/peers/openai.ts',
  ai: 'decode/peers/ai.ts',
} as const;
type Name = keyof typeof READERS;

await requirePeers();
const server = startChild('shared/model-server.ts');
const readers = Object.entries(READERS).map(([name, file]) => ({
  name: name as Name,
  child: startChild(file),
}));
try {
  const { url: baseUrl } = await server.request<{ url: string }>({});
  const task = { baseUrl, model: `at-once/${DELTAS_PER_ANSWER}`, answers: ANSWERS };
  const costs: Record<Name, number[]> = { parley: [], bare: [], openai: [], ai: [] };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const { name, child } of readers) {
      const cpuMs = await read(child, task);
      if (round >= 0) costs[name].push(cpuMs);
    }
  }
  for (const against of ['bare', 'openai', 'ai'] as const) {
    const figures = { parley: median(costs.parley), reference: median(costs[against]), against };
    writeFigure({ bench: 'decode', metric: 'cpu_ms_per_100000_deltas', load: 1, ...figures });
  }
} finally {
  await Promise.all([server, ...readers.map(({ child }) => child)].map((child) => child.stop()));
}

async function read(child: Child, task: ReadingTask): Promise<number> {
  const { cpuMs, characters } = await child.request<ReadingCost>(task);
  const said = task.answers * DELTAS_PER_ANSWER * DELTA_TEXT.length;
  if (characters !== said) throw new Error(`${characters} characters were read of ${said}`);
  return (cpuMs / (task.answers * DELTAS_PER_ANSWER)) * 100_000;
}
