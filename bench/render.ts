/**
 * Measures what it costs to render a growing text for one more edit, when 1, 8 or 32 KB of it are
 * there and 80 characters are new.
 *
 * Some texts have many blocks, others are one block: a finished block need not be parsed again, but
 * a block that goes on has no finished part. The reference renders the same texts with remend and
 * the Chat SDK's renderer for Telegram, which start from scratch at each edit. Each renderer has a
 * process of its own. They take turns, round by round.
 *
 * Hostile texts, which are hard for a parser, are measured beside prose of the same length.
 */

import { HOSTILE_TEXTS, prose } from '../test/markdown/rendering-cost/hostile-texts.ts';
import type { Dialect, RenderingTask, RenderingTimes } from './render/measure-rendering.ts';
import { createTexts, TEXT_NAMES, type TextName } from './render/texts.ts';
import { quantile } from './shared/quantile.ts';
import { requirePeers } from './shared/require-peers.ts';
import { type Child, startChild } from './shared/start-child.ts';
import { writeFigure } from './shared/write-figure.ts';

const SIZES_KB = [1, 8, 32] as const;
const HOSTILE_SIZES_KB = [4, 16, 64] as const;
/** Those that once cost an edit most; the proof `replies` counts the work of all of them. */
const HOSTILE_NAMES = [
  'stars and underscores',
  'open links',
  'open formulas',
  'brackets',
  'open images',
  'nested lists',
  'nested quotes',
  'quote marks in one line',
  'open bold',
  'references',
  'dollars',
  'a table',
] as const;
/** The characters that an edit adds at usual speeds. */
const CHARACTERS_PER_EDIT = 80;
const DIALECTS = ['discord', 'telegram'] as const;
const WARM_UP_ROUNDS = 1;
const ROUNDS = 3;
/** The last edits before a size count as edits at this size: this share of all edits before it. */
const MEASURED_SHARE = 0.25;
/** The most edits that count as edits at one size. */
const MAX_MEASURED_EDITS = 20;
const QUANTILES = [
  { name: 'median', share: 0.5 },
  { name: 'p99', share: 0.99 },
] as const;
const HOSTILE_QUANTILES = [
  { name: 'median', share: 0.5 },
  { name: 'p95', share: 0.95 },
] as const;

/** The durations of single edits in ms, by size in KB. */
type Samples = ReadonlyMap<number, number[]>;

/** Parley's samples by dialect, and those of the peer. */
type SamplesBySide = Readonly<Record<Dialect | 'peer', Samples>>;

await requirePeers();
const parley = startChild('render/parley.ts');
const peer = startChild('render/peers/chat-sdk.ts');

try {
  const texts = await createTexts(Math.max(...SIZES_KB) * 1_024);
  for (const name of TEXT_NAMES) writeFigures(name, await measure(texts[name]));
  for (const dialect of DIALECTS) await measureHostileTexts(dialect);
} finally {
  await Promise.all([parley.stop(), peer.stop()]);
}

async function measure(text: string): Promise<SamplesBySide> {
  const samples = createSamplesBySide();

  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const target = round < 0 ? createSamplesBySide() : samples;

    for (const dialect of DIALECTS) await renderText(parley, dialect, text, target[dialect]);
    await renderText(peer, 'telegram', text, target.peer);
  }
  return samples;
}

/** Measures each hostile text on one platform, and writes its figures beside those of prose. */
async function measureHostileTexts(dialect: Dialect): Promise<void> {
  const longest = Math.max(...HOSTILE_SIZES_KB) * 1_024;
  const measureText = async (text: string) => {
    const samples = createSamples(HOSTILE_SIZES_KB);
    await renderText(parley, dialect, text, samples);
    return samples;
  };

  const proseSamples = await measureText(prose(longest));
  for (const name of HOSTILE_NAMES) {
    const samples = await measureText(HOSTILE_TEXTS[name]?.(longest) ?? '');

    for (const load of HOSTILE_SIZES_KB) {
      for (const { name: quantileName, share } of HOSTILE_QUANTILES) {
        writeFigure({
          bench: 'render',
          metric: `${dialect}_${name.replaceAll(' ', '-')}_ms_${quantileName}`,
          load,
          parley: quantile(samples.get(load) ?? [], share),
          reference: quantile(proseSamples.get(load) ?? [], share),
          against: 'prose',
        });
      }
    }
  }
}

/**
 * Lets the child render the growing text once, and adds the durations of its edits to the samples.
 */
async function renderText(
  child: Child,
  dialect: Dialect,
  text: string,
  samples: Samples,
): Promise<void> {
  const measuredEdits = [...samples.keys()].map((sizeKb) => ({ sizeKb, ...editsNear(sizeKb) }));
  const task: RenderingTask = {
    dialect,
    text,
    charactersPerEdit: CHARACTERS_PER_EDIT,
    measuredEdits,
  };
  const { durationsMs } = await child.request<RenderingTimes>(task);

  for (const { sizeKb, start, end } of measuredEdits)
    samples.get(sizeKb)?.push(...durationsMs.slice(start, end));
}

/** The numbers of the edits that count as edits at this size, without `end` itself. */
function editsNear(sizeKb: number): { readonly start: number; readonly end: number } {
  const end = Math.floor((sizeKb * 1_024) / CHARACTERS_PER_EDIT);
  const count = Math.min(MAX_MEASURED_EDITS, Math.ceil(end * MEASURED_SHARE));
  return { start: end - count, end };
}

function writeFigures(textName: TextName, samples: SamplesBySide): void {
  for (const dialect of DIALECTS) {
    for (const sizeKb of SIZES_KB) {
      for (const { name, share } of QUANTILES) {
        writeFigure({
          bench: 'render',
          metric: `${dialect}_${textName}_ms_${name}`,
          load: sizeKb,
          parley: quantile(samples[dialect].get(sizeKb) ?? [], share),
          reference: quantile(samples.peer.get(sizeKb) ?? [], share),
          against: 'chat-sdk',
        });
      }
    }
  }
}

function createSamplesBySide(): SamplesBySide {
  return { discord: createSamples(), telegram: createSamples(), peer: createSamples() };
}

function createSamples(sizesKb: readonly number[] = SIZES_KB): Samples {
  return new Map(sizesKb.map((sizeKb) => [sizeKb, []]));
}
