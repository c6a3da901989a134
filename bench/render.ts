/**
 * What it costs to render a growing text for one more edit: when 1, 8 and 32 KB of it are there, and 80 characters are new.
 *
 * Of many blocks, and of one alone: what is finished need not be parsed again, but what goes on has no finished part. The same texts
 * go through remend and the Chat SDK's renderer for Telegram, which begin anew at each edit. Each side has a process of its own;
 * they take turns, round by round.
 */

import type { RenderingTask, RenderingTimes } from './render/measure-rendering.ts';
import { createTexts, TEXT_NAMES, type TextName } from './render/texts.ts';
import { quantile } from './shared/quantile.ts';
import { requirePeers } from './shared/require-peers.ts';
import { type Child, startChild } from './shared/start-child.ts';
import { writeFigure } from './shared/write-figure.ts';

const SIZES_KB = [1, 8, 32] as const;
/** What an edit adds, at usual speeds. */
const STEP = 80;
const DIALECTS = ['discord', 'telegram'] as const;
const WARM_UP_ROUNDS = 1;
const ROUNDS = 3;
/** The last edits before a size count as edits at this size: so many of all until there, and no more than so many. */
const SHARE_NEAR = 0.25;
const MOST_NEAR = 20;

/** By size in KB. */
type Samples = Map<number, number[]>;

await requirePeers();
const parley = startChild('render/parley.ts');
const peer = startChild('render/peers/chat-sdk.ts');
try {
  const texts = await createTexts(Math.max(...SIZES_KB) * 1_024);
  for (const name of TEXT_NAMES) await measure(name, texts[name]);
} finally {
  await Promise.all([parley.stop(), peer.stop()]);
}

async function measure(name: TextName, text: string): Promise<void> {
  const samples = { discord: emptySamples(), telegram: emptySamples(), peer: emptySamples() };
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    const of = (side: keyof typeof samples) => (round < 0 ? emptySamples() : samples[side]);
    for (const dialect of DIALECTS)
      await render(parley, { dialect, text, step: STEP }, of(dialect));
    await render(peer, { dialect: 'telegram', text, step: STEP }, of('peer'));
  }
  for (const dialect of DIALECTS) {
    for (const load of SIZES_KB) {
      for (const [figure, share] of [
        ['median', 0.5],
        ['p99', 0.99],
      ] as const) {
        const ofSide = (side: Samples) => quantile(side.get(load) ?? [], share);
        const figures = {
          parley: ofSide(samples[dialect]),
          reference: ofSide(samples.peer),
          against: 'chat-sdk',
        };
        writeFigure({
          bench: 'render',
          metric: `${dialect}_${name}_ms_${figure}`,
          load,
          ...figures,
        });
      }
    }
  }
}

async function render(
  side: Child,
  task: Omit<RenderingTask, 'edits'>,
  samples: Samples,
): Promise<void> {
  const near = [...samples.keys()].map((sizeKb) => {
    const end = Math.floor((sizeKb * 1_024) / task.step);
    return { sizeKb, start: end - Math.min(MOST_NEAR, Math.ceil(end * SHARE_NEAR)), end };
  });
  const { durationsMs: ms } = await side.request<RenderingTimes>({
    ...task,
    edits: near,
  } satisfies RenderingTask);
  for (const { sizeKb, start, end } of near) samples.get(sizeKb)?.push(...ms.slice(start, end));
}

function emptySamples(): Samples {
  return new Map(SIZES_KB.map((sizeKb) => [sizeKb, []]));
}
