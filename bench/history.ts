/**
 * Measures what a long history costs: the time to accept a question and to build a prompt of 50 turns,
 * in conversations of 10, 1,000 and 100,000 turns and beside 10,000 other conversations; the size of
 * the file, and the memory.
 *
 * The reference is a bare table of `node:sqlite` that holds the same turns in the same file format.
 */

import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPrompt } from '../src/bot/prompt/build-prompt.ts';
import { openConversations } from '../src/conversations/open-conversations.ts';
import { systemClock } from '../src/lib/clock.ts';
import { silentLog } from '../src/lib/log.ts';
import { resolveSettings } from '../src/settings/resolve-settings.ts';
import { openStore } from '../src/store/open-store.ts';
import { type BareTable, openBareTable } from './history/bare-table.ts';
import { ANSWERED, questionIn, storeConversation } from './history/stored-conversation.ts';
import { median } from './shared/median.ts';
import { quantile } from './shared/quantile.ts';
import { writeFigure } from './shared/write-figure.ts';

/** The measured conversations: their turns, and the number of other conversations in the file. */
const SIZES = [
  { turns: 10, conversations: 0 },
  { turns: 1_000, conversations: 0 },
  { turns: 100_000, conversations: 0 },
  { turns: 1_000, conversations: 10_000 },
] as const;
type Size = (typeof SIZES)[number];

const ROOM = 'long';
const TURNS_IN_PROMPT = 50;
/** 50 turns have about 13,000 estimated tokens. */
const WINDOW_TOKENS = 20_000;
const WARM_UP_ROUNDS = 20;
const ROUNDS = 200;
const MIB = 1024 * 1024;

/** The times of one size in ms, and what it takes. */
interface Cost {
  readonly acceptMs: readonly number[];
  readonly promptMs: readonly number[];
  readonly fileMib: number;
}

for (const size of SIZES) {
  const folder = await mkdtemp(join(tmpdir(), 'parley-history-'));
  try {
    const parley = await measureParley(size, join(folder, 'parley.sqlite'));
    const bare = await measureBare(size, join(folder, 'bare.sqlite'));
    writeFigures(size, parley, bare);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measureParley(
  { turns: count, conversations: others }: Size,
  file: string,
): Promise<Cost> {
  const store = await openStore({ url: `sqlite:${file}`, clock: systemClock, log: silentLog });
  await storeConversation(store, ROOM, count);
  for (let index = 0; index < others; index++) await storeConversation(store, `other-${index}`, 1);

  const { turns, conversations } = await openConversations({
    store,
    clock: systemClock,
    log: silentLog,
  });
  const router = { find: async () => ({ id: 'm', name: 'p/m', contextWindow: WINDOW_TOKENS }) };
  const acceptMs: number[] = [];
  const promptMs: number[] = [];

  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const question = questionIn(ROOM, count + round + WARM_UP_ROUNDS + 1);
    const startedAt = performance.now();
    await turns.accept(question);
    const acceptedAt = performance.now();
    const turn = await turns.claim();
    if (!turn) throw new Error('the accepted turn cannot be claimed');

    const promptFrom = performance.now();
    await buildPrompt(
      { settingsOf: () => resolveSettings([]), router, conversations },
      turn,
      'p/m',
    );
    const promptUntil = performance.now();
    await turns.close(turn, { state: 'done', versions: [ANSWERED] });
    if (round < 0) continue;
    acceptMs.push(acceptedAt - startedAt);
    promptMs.push(promptUntil - promptFrom);
  }
  await store.close();
  return { acceptMs, promptMs, fileMib: (await stat(file)).size / MIB };
}

async function measureBare(
  { turns: count, conversations: others }: Size,
  file: string,
): Promise<Cost> {
  const table = openBareTable(file);
  for (let index = 1; index <= count; index++) appendTo(table, ROOM, index);
  for (let index = 0; index < others; index++) appendTo(table, `other-${index}`, 1);

  const acceptMs: number[] = [];
  const promptMs: number[] = [];
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const startedAt = performance.now();
    appendTo(table, ROOM, count + round + WARM_UP_ROUNDS + 1);
    const appendedAt = performance.now();
    table.readNewest(ROOM, TURNS_IN_PROMPT);
    if (round < 0) continue;
    acceptMs.push(appendedAt - startedAt);
    promptMs.push(performance.now() - appendedAt);
  }
  table.close();
  return { acceptMs, promptMs, fileMib: (await stat(file)).size / MIB };
}

function appendTo(table: BareTable, room: string, index: number): void {
  table.append(room, index, { ...questionIn(room, index), answer: 'x'.repeat(560) });
}

function writeFigures({ turns, conversations }: Size, parley: Cost, bare: Cost): void {
  const figure = { bench: 'history', load: turns, against: 'bare node:sqlite' } as const;
  const place = conversations > 0 ? `beside_${conversations}_conversations_` : '';
  const write = (metric: string, parleyFigure: number, reference: number) =>
    writeFigure({ ...figure, metric: place + metric, parley: parleyFigure, reference });

  write('accept_ms_p50', median(parley.acceptMs), median(bare.acceptMs));
  write('accept_ms_p99', quantile(parley.acceptMs, 0.99), quantile(bare.acceptMs, 0.99));
  write('prompt_of_50_turns_ms_p50', median(parley.promptMs), median(bare.promptMs));
  write(
    'prompt_of_50_turns_ms_p99',
    quantile(parley.promptMs, 0.99),
    quantile(bare.promptMs, 0.99),
  );
  write('file_mib', parley.fileMib, bare.fileMib);
  write('memory_mib', process.memoryUsage().rss / MIB, 0);
}
