/**
 * Measures what it costs to understand an answer: the processor time for 100,000 deltas, from the
 * socket to the event that holds the text.
 *
 * The references are the least code by hand with the same two libraries, and two SDKs. Each reader
 * has a process of its own, and so has the model. The readers take turns, round by round, so that
 * other work of the machine slows all of them.
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

/** The script of each reader, by its name in the figures. */
const READER_FILES = {
  parley: 'decode/parley.ts',
  bare: 'decode/bare.ts',
  openai: 'decode/peers/openai.ts',
  ai: 'decode/peers/ai.ts',
} as const;
type ReaderName = keyof typeof READER_FILES;

await requirePeers();
const modelServer = startChild('shared/model-server.ts');
const readers = Object.entries(READER_FILES).map(([name, file]) => ({
  name: name as ReaderName,
  child: startChild(file),
}));

try {
  const { url: baseUrl } = await modelServer.request<{ url: string }>({});
  const task = { baseUrl, model: `at-once/${DELTAS_PER_ANSWER}`, answers: ANSWERS };
  writeFigures(await measure(task));
} finally {
  const children = [modelServer, ...readers.map(({ child }) => child)];
  await Promise.all(children.map((child) => child.stop()));
}

/** The processor time of each round in ms for 100,000 deltas, by reader. */
async function measure(task: ReadingTask): Promise<Readonly<Record<ReaderName, number[]>>> {
  const costsMs: Record<ReaderName, number[]> = { parley: [], bare: [], openai: [], ai: [] };

  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const { name, child } of readers) {
      const costMs = await measureReader(child, task);
      if (round >= 0) costsMs[name].push(costMs);
    }
  }
  return costsMs;
}

/** @throws When the reader did not read every character of the task. */
async function measureReader(child: Child, task: ReadingTask): Promise<number> {
  const { cpuMs, characters } = await child.request<ReadingCost>(task);
  const deltas = task.answers * DELTAS_PER_ANSWER;
  const sentCharacters = deltas * DELTA_TEXT.length;

  if (characters !== sentCharacters)
    throw new Error(`the reader read ${characters} of ${sentCharacters} characters`);
  return (cpuMs / deltas) * 100_000;
}

function writeFigures(costsMs: Readonly<Record<ReaderName, number[]>>): void {
  for (const against of ['bare', 'openai', 'ai'] as const) {
    writeFigure({
      bench: 'decode',
      metric: 'cpu_ms_per_100000_deltas',
      load: 1,
      parley: median(costsMs.parley),
      reference: median(costsMs[against]),
      against,
    });
  }
}
