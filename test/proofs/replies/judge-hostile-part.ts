import { parentPort, workerData } from 'node:worker_threads';
import type { Dialect } from '../../../src/contracts/dialect.ts';
import { discordDialect } from '../../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect } from '../../../src/platforms/telegram/rendering/dialect.ts';
import { judgedDiscordDialect } from '../../markdown/invariants/judged-discord.ts';
import { judgedTelegramDialect } from '../../markdown/invariants/judged-telegram.ts';
import { startWorkCounter, type WorkCounter } from '../../markdown/rendering-cost/count-work.ts';
import { generateHostileTexts } from '../../markdown/rendering-cost/generate-hostile.ts';
import { HOSTILE_TEXTS, prose } from '../../markdown/rendering-cost/hostile-texts.ts';
import { judgeHostile } from '../../markdown/rendering-cost/judge-hostile.ts';
import { measureWork } from '../../markdown/rendering-cost/measure-work.ts';
import type { Part } from './judge-part.ts';

/** The number of generated texts of all parts. */
export const HOSTILE_TEXT_COUNT = 100_000;
/** An update of any text costs at most this multiple of one of prose of its length. */
const MAX_RATIO_TO_PROSE = 4;
/** A text of four times the length costs at most this multiple. */
const MAX_GROWTH = 4.5;
const MEDIUM = 16_384;
const LONG = 65_536;
const MAX_COMPLAINTS = 20;
const DIALECTS: readonly Dialect<unknown>[] = [discordDialect, telegramDialect];

/** The outcome of one part of all hostile texts. */
export interface HostileVerdict {
  readonly texts: number;
  readonly measured: number;
  /** The largest ratio to prose, and the largest growth from 16 to 64 KB. */
  readonly largestRatio: number;
  readonly largestGrowth: number;
  readonly complaints: readonly string[];
}

if (parentPort) parentPort.postMessage(judge(workerData as Part));

function judge(part: Part): HostileVerdict {
  const { texts, complaints } = judgeTexts(part);
  const works = measureTexts(part);
  const tooMuch = works.filter(
    ({ ratio, growth }) => ratio > MAX_RATIO_TO_PROSE || growth > MAX_GROWTH,
  );

  return {
    texts,
    measured: works.length,
    largestRatio: Math.max(...works.map(({ ratio }) => ratio)),
    largestGrowth: Math.max(...works.map(({ growth }) => growth)),
    complaints: [
      ...complaints,
      ...tooMuch.map(
        ({ name, ratio, growth }) =>
          `${name} costs ${ratio.toFixed(1)} times as much as prose, and grows ${growth.toFixed(1)} times`,
      ),
    ],
  };
}

function judgeTexts({ index, count, seed }: Part) {
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

/** Each text is measured on one of the platforms. */
function measureTexts({ index, count }: Part) {
  const counter = startWorkCounter();
  const works = Object.entries(HOSTILE_TEXTS)
    .filter((_, position) => position % count === index)
    .map(([name, textOf], position) => {
      const dialect = DIALECTS[position % DIALECTS.length] ?? discordDialect;
      return { name, ...compareWork(textOf, dialect, counter) };
    });
  counter.stop();
  return works;
}

function compareWork(
  textOf: (length: number) => string,
  dialect: Dialect<unknown>,
  counter: WorkCounter,
) {
  const medium = measureWork(dialect, textOf(MEDIUM), counter);
  const long = measureWork(dialect, textOf(LONG), counter);
  const { update } = measureWork(dialect, prose(MEDIUM), counter);
  return {
    ratio: Math.max(medium.update, long.update) / update,
    growth: long.all / medium.all,
  };
}
