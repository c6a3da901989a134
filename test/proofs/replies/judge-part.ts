import { parentPort, workerData } from 'node:worker_threads';
import fc from 'fast-check';
import {
  generateDocuments,
  type MarkdownDocument,
  readAnswers,
  readCommonMarkExamples,
} from '../../markdown/invariants/documents.ts';
import type { JudgedDialect } from '../../markdown/invariants/judged-dialect.ts';
import { judgedDiscordDialect } from '../../markdown/invariants/judged-discord.ts';
import { judgedTelegramDialect } from '../../markdown/invariants/judged-telegram.ts';
import { judgeFinal, judgeGrowth } from '../../markdown/invariants/judges.ts';

const GENERATED = 600;
const WAYS_TO_CUT = 3;
const MAX_CUTS = 20;

/** One part of all documents: every `count`th, from `index` on. */
export interface Part {
  readonly index: number;
  readonly count: number;
  readonly seed: number;
}

/** The numbers of documents and of rendered texts. */
export interface Counts {
  answers: number;
  examples: number;
  generated: number;
  /** Rendered texts: every prefix of the answers and the examples, and some prefixes of the generated documents. */
  frames: number;
  retractions: number;
}

/** The outcome of one part in one dialect. */
export interface Verdict {
  readonly dialect: string;
  readonly counts: Counts;
  readonly complaints: readonly string[];
}

const MAX_COMPLAINTS = 20;

if (parentPort) {
  const part = workerData as Part;
  parentPort.postMessage([
    await judge(judgedDiscordDialect, part),
    await judge(judgedTelegramDialect, part),
  ]);
}

async function judge<Page>(
  judged: JudgedDialect<Page>,
  { index, count, seed }: Part,
): Promise<Verdict> {
  const counts: Counts = { answers: 0, examples: 0, generated: 0, frames: 0, retractions: 0 };
  const complaints: string[] = [];

  function grow(document: MarkdownDocument, ways: readonly (readonly number[])[]): void {
    if (complaints.length > MAX_COMPLAINTS) return;
    const found = [...judgeFinal(judged, document)];
    for (const cuts of ways) {
      const growth = judgeGrowth(judged, document, cuts);
      found.push(...growth.complaints);
      counts.frames += growth.frames;
      counts.retractions += growth.retractions;
    }
    complaints.push(...found.map((complaint) => `${judged.name}: ${document.name}: ${complaint}`));
  }

  const mine = (documents: readonly MarkdownDocument[]) =>
    documents.filter((_, position) => position % count === index);
  const all = {
    answers: [...(await readAnswers())].sort((a, b) => a.markdown.length - b.markdown.length),
    examples: readCommonMarkExamples(),
    generated: generateDocuments(GENERATED, seed),
  };
  for (const [kind, documents] of Object.entries(all) as [
    keyof typeof all,
    readonly MarkdownDocument[],
  ][]) {
    for (const document of mine(documents)) {
      grow(document, kind === 'generated' ? waysToCut(document, seed) : [everyPrefix(document)]);
      counts[kind] += 1;
    }
  }
  return { dialect: judged.name, counts, complaints };
}

function everyPrefix({ markdown }: MarkdownDocument): readonly number[] {
  return Array.from({ length: markdown.length }, (_, index) => index + 1);
}

function waysToCut({ markdown }: MarkdownDocument, seed: number): readonly (readonly number[])[] {
  return fc
    .sample(fc.array(fc.nat(markdown.length), { maxLength: MAX_CUTS }), {
      seed,
      numRuns: WAYS_TO_CUT,
    })
    .map((cuts) => [...new Set(cuts)].sort((a, b) => a - b));
}
