/**
 * Measures many conversations at once: each has one answer, which the model streams for 20 seconds
 * with 50 deltas a second. `npm run bench -- load 100` measures 100 of them.
 *
 * The model, Telegram and the bot are processes of their own. Telegram keeps its limits: 30 writes a
 * second for a bot, so of N conversations that begin together, the last one cannot have its first
 * words before N / 30 seconds; for the ends it is the same. This is the `bound`. The computing time
 * of Parley is compared with two processes that only read the same streams: `undici` leaves the
 * bytes as they are, `undici-parsed` also parses the deltas. The bot of Vercel's Chat SDK gives up
 * the answers whose first call is refused, so where it lost some, it runs once more with a Telegram
 * that takes everything: `chat-sdk-unlimited`.
 */
import { type BotFigures, measureBot } from './load/measure-bot.ts';
import type { ReaderUse } from './load/reader.ts';
import type { ModelState } from './shared/model-server.ts';
import { requirePeers } from './shared/require-peers.ts';
import { startChild } from './shared/start-child.ts';
import { writeFigure } from './shared/write-figure.ts';

const LOADS = [1, 50, 100, 300, 1_000];
const DELTAS = 1_000;
/** The readers read streams of half the length, because all of their deltas cost the same. */
const READER_DELTAS = 500;
const STREAM_MS = 20_000;
/** The writes that Telegram allows a bot in a second. */
const WRITES_PER_SECOND = 30;
/** An answer that is not whole this long after the bound of the ends is lost. */
const PATIENCE_MS = 45_000;
/** After this long without a call, a bot has given up. Penalties and the pauses of typing are shorter. */
const SILENCE_MS = 12_000;

const BYTES_PER_MB = 1_024 * 1_024;

type ReaderFigures = Pick<BotFigures, 'cpuUsPerDelta' | 'peakResidentMb'>;

const METRICS: Readonly<Record<keyof BotFigures, string>> = {
  lost: 'lost',
  firstWordsMsP50: 'first_words_ms_p50',
  firstWordsMsP99: 'first_words_ms_p99',
  endMsP50: 'end_ms_p50',
  endMsP99: 'end_ms_p99',
  cpuUsPerDelta: 'cpu_us_per_delta',
  peakResidentMb: 'peak_resident_mb',
  peakHeapMb: 'peak_heap_mb',
  loopDelayMs: 'event_loop_delay_ms_max',
  loopBlockMs: 'event_loop_block_ms_max',
  refusals: 'refusals',
  writesPerAnswer: 'writes_per_answer',
};

await requirePeers();

const requested = process.argv.slice(2).map(Number);
for (const load of requested.length > 0 ? requested : LOADS) await measure(load);

async function measure(load: number): Promise<void> {
  const boundMs = (load / WRITES_PER_SECOND) * 1_000;
  const undici = await measureReader(load, 'bare');
  const parsed = await measureReader(load, 'parsed');
  const timeoutMs = STREAM_MS + boundMs + PATIENCE_MS;
  const task = { chats: load, deltas: DELTAS, timeoutMs, silenceMs: SILENCE_MS };

  const parley = await measureBot({ ...task, bot: 'parley' });
  const write = (key: keyof BotFigures, against: string, reference: number) =>
    writeFigure({
      bench: 'load',
      metric: METRICS[key],
      load,
      parley: parley[key],
      reference,
      against,
    });
  write('firstWordsMsP50', 'bound', boundMs / 2);
  write('firstWordsMsP99', 'bound', boundMs);
  write('endMsP50', 'bound', boundMs / 2);
  write('endMsP99', 'bound', boundMs);
  write('cpuUsPerDelta', 'undici', undici.cpuUsPerDelta);
  write('cpuUsPerDelta', 'undici-parsed', parsed.cpuUsPerDelta);
  write('peakResidentMb', 'undici', undici.peakResidentMb);

  const writeAll = (against: string, reference: BotFigures) => {
    for (const key of Object.keys(METRICS) as (keyof BotFigures)[]) {
      write(key, against, reference[key]);
    }
  };
  const peer = await measureBot({ ...task, bot: 'chat-sdk' });
  writeAll('chat-sdk', peer);
  if (peer.lost === 0) return;

  const unlimited = await measureBot({ ...task, bot: 'chat-sdk', isUnlimited: true });
  writeAll('chat-sdk-unlimited', unlimited);
}

/** Measures a process that only reads the streams. */
async function measureReader(streams: number, kind: 'bare' | 'parsed'): Promise<ReaderFigures> {
  const modelServer = startChild('shared/model-server.ts');
  const reader = startChild('load/reader.ts', { args: [kind] });

  try {
    const { url: baseUrl } = await modelServer.request<ModelState>({});
    const task = { baseUrl, model: `prose/${READER_DELTAS}`, streams };
    const { cpuUs, peakResidentBytes } = await reader.request<ReaderUse>(task);
    return {
      cpuUsPerDelta: cpuUs / (streams * READER_DELTAS),
      peakResidentMb: peakResidentBytes / BYTES_PER_MB,
    };
  } finally {
    await Promise.all([reader.stop(), modelServer.stop()]);
  }
}
