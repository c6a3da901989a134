import { parentPort, workerData } from 'node:worker_threads';
import { judgedDiscordDialect } from '../../markdown/invariants/judged-discord.ts';
import { judgedTelegramDialect } from '../../markdown/invariants/judged-telegram.ts';
import { generateHostileTexts } from '../../markdown/rendering-cost/generate-hostile.ts';
import { judgeHostile } from '../../markdown/rendering-cost/judge-hostile.ts';
import type { Part } from './judge-part.ts';

/** The number of generated texts of all parts. */
const HOSTILE_TEXT_COUNT = 100_000;
const MAX_COMPLAINTS = 20;

/** The outcome of one part of all hostile texts. */
export interface HostileVerdict {
  readonly texts: number;
  readonly complaints: readonly string[];
}

if (parentPort) parentPort.postMessage(judgeTexts(workerData as Part));

function judgeTexts({ index, count, seed }: Part): HostileVerdict {
  const generated = generateHostileTexts(seed + index);
  const complaints: string[] = [];
  let texts = 0;

  while (texts < HOSTILE_TEXT_COUNT / count && complaints.length < MAX_COMPLAINTS) {
    const text = generated.next().value;
    complaints.push(...judgeHostile(judgedDiscordDialect, text));
    complaints.push(...judgeHostile(judgedTelegramDialect, text));
    texts += 1;
  }
  return { texts, complaints };
}
