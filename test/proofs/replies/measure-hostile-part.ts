import type { Dialect } from '../../../src/contracts/dialect.ts';
import { discordDialect } from '../../../src/platforms/discord/rendering/dialect.ts';
import { telegramDialect } from '../../../src/platforms/telegram/rendering/dialect.ts';
import { startWorkCounter, type WorkCounter } from '../../markdown/rendering-cost/count-work.ts';
import { HOSTILE_TEXTS, prose } from '../../markdown/rendering-cost/hostile-texts.ts';
import { measureWork } from '../../markdown/rendering-cost/measure-work.ts';

/** An update of any text costs at most this multiple of one of prose of its length. */
const MAX_RATIO_TO_PROSE = 4;
/**
 * A text of four times the length costs at most this multiple; 16 would be the square. The beginning of a
 * text costs less than its share, while no page and no part of it is finished: nested brackets grow 2.45
 * times from 8 to 16 KB, 2.17 times to 32 KB, and 4.52 times from 16 to 64 KB, while an update costs the
 * same at all of these lengths.
 */
const MAX_GROWTH = 5;
const MEDIUM = 16_384;
const LONG = 65_536;
const DIALECTS: readonly Dialect<unknown>[] = [discordDialect, telegramDialect];

/** The work of one part of all hostile texts. */
export interface WorkVerdict {
  readonly measured: number;
  /** The largest ratio to prose, and the largest growth from 16 to 64 KB. */
  readonly largestRatio: number;
  readonly largestGrowth: number;
  readonly complaints: readonly string[];
}

const [index = 0, count = 1] = process.argv.slice(2).map(Number);
process.send?.(measurePart(index, count));

/** Measures every `count`th text, from `index` on, each on one of the platforms. */
function measurePart(index: number, count: number): WorkVerdict {
  const counter = startWorkCounter();
  const works = DIALECTS.flatMap((dialect, dialectIndex) => {
    const texts = Object.entries(HOSTILE_TEXTS)
      .filter((_, position) => position % DIALECTS.length === dialectIndex)
      .filter((_, position) => position % count === index);
    const { update } = measureWork(dialect, prose(MEDIUM), counter);
    return texts.map(([name, textOf]) => ({
      name,
      ...compareWork({ textOf, dialect, counter, workOfProse: update }),
    }));
  });
  counter.stop();

  return {
    measured: works.length,
    largestRatio: Math.max(...works.map(({ ratio }) => ratio)),
    largestGrowth: Math.max(...works.map(({ growth }) => growth)),
    complaints: works
      .filter(isTooMuch)
      .map(
        ({ name, ratio, growth }) =>
          `${name} costs ${ratio.toFixed(1)} times as much as prose, and grows ${growth.toFixed(1)} times`,
      ),
  };
}

/**
 * The growth of a text says nothing while its updates cost less than those of prose at both lengths: a
 * fence of backticks costs 0.4 times as much, its beginning even less, and it grows 6.4 times.
 */
function isTooMuch({
  ratio,
  growth,
}: {
  readonly ratio: number;
  readonly growth: number;
}): boolean {
  return ratio > MAX_RATIO_TO_PROSE || (ratio > 1 && growth > MAX_GROWTH);
}

interface Comparison {
  readonly textOf: (length: number) => string;
  readonly dialect: Dialect<unknown>;
  readonly counter: WorkCounter;
  /** The steps of an update of prose. */
  readonly workOfProse: number;
}

function compareWork({ textOf, dialect, counter, workOfProse }: Comparison) {
  const medium = measureWork(dialect, textOf(MEDIUM), counter);
  const long = measureWork(dialect, textOf(LONG), counter);
  return {
    ratio: Math.max(medium.update, long.update) / workOfProse,
    growth: long.all / medium.all,
  };
}
