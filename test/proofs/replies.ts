import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  commonMarkExamples,
  generateDocuments,
  type MarkdownDocument,
  readAnswers,
} from '../markdown/invariants/documents.ts';
import type { AnyPage, Judged } from '../markdown/invariants/judged.ts';
import { judgedDiscord } from '../markdown/invariants/judged-discord.ts';
import { judgedTelegram } from '../markdown/invariants/judged-telegram.ts';
import { judgeFinal, judgeGrowth } from '../markdown/invariants/judges.ts';

const GENERATED = 2_000;
const WAYS_TO_CUT = 5;
/** Above this, cuts between all characters would take hours: every fifth stands for them. */
const LONG = 4_000;

interface Count {
  texts: number;
  frames: number;
  retractions: number;
}

/** Every prefix of every answer and example, in both dialects: taken by the platform, stable, complete, and exact. */
export async function proof(): Promise<void> {
  const seed = Date.now() % 2 ** 31;
  const documents = [...(await readAnswers()), ...commonMarkExamples()];
  await prove(judgedDiscord, documents, seed);
  await prove(judgedTelegram, documents, seed);
}

async function prove<Page extends AnyPage>(
  judged: Judged<Page>,
  documents: readonly MarkdownDocument[],
  seed: number,
): Promise<void> {
  const count: Count = { texts: 0, frames: 0, retractions: 0 };
  for (const document of documents) grow(judged, document, prefixesOf(document), count);
  for (const document of generateDocuments(GENERATED, seed)) {
    for (const cuts of waysToCut(document, seed)) grow(judged, document, cuts, count);
  }
  const percent = ((100 * count.retractions) / count.frames).toFixed(2);
  process.stdout.write(
    `replies: ${judged.name}: ${count.texts} texts, ${count.frames} frames: all taken, stable and complete; ` +
      `${percent} % took back more than one atom (seed ${seed})\n`,
  );
}

function grow<Page extends AnyPage>(
  judged: Judged<Page>,
  document: MarkdownDocument,
  cuts: readonly number[],
  count: Count,
): void {
  assert.deepEqual(judgeFinal(judged, document), [], document.name);
  const growth = judgeGrowth(judged, document, cuts);
  assert.deepEqual(growth.complaints, [], document.name);
  count.texts += 1;
  count.frames += growth.frames;
  count.retractions += growth.retractions;
}

function prefixesOf({ markdown }: MarkdownDocument): readonly number[] {
  const step = markdown.length > LONG ? 5 : 1;
  return Array.from({ length: Math.ceil(markdown.length / step) }, (_, index) =>
    Math.min((index + 1) * step, markdown.length),
  );
}

function waysToCut({ markdown }: MarkdownDocument, seed: number): readonly (readonly number[])[] {
  return fc
    .sample(fc.array(fc.nat(markdown.length), { maxLength: 20 }), { seed, numRuns: WAYS_TO_CUT })
    .map((cuts) => [...new Set(cuts)].sort((a, b) => a - b));
}
