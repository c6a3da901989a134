import { isDeepStrictEqual } from 'node:util';
import type { JudgedDialect } from '../invariants/judged-dialect.ts';

/** The pieces in which a text comes. */
const PIECES = 3;
const LONGEST_QUOTE = 60;
/** Discord shows three backticks without others as they are. */
const LONE_BACKTICKS = 'a fence that nothing closes';

/**
 * Judges the pages of a hostile text: it renders at every length without an exception, the platform
 * takes each page, and closed pages stay.
 */
export function judgeHostile<Page>(judged: JudgedDialect<Page>, text: string): readonly string[] {
  const name = `${judged.name}: ${JSON.stringify(text.slice(0, LONGEST_QUOTE))}`;
  const rendering = judged.dialect.open(undefined, Number.POSITIVE_INFINITY);
  let previous: readonly Page[] = [];

  try {
    for (let piece = 1; piece <= PIECES; piece += 1) {
      const source = text.slice(0, Math.ceil((text.length * piece) / PIECES));
      const pages = rendering.update(source, piece === PIECES ? 'final' : 'growing');
      const refusals = pages
        .flatMap((page) => judged.findRefusals(page))
        .filter((refusal) => refusal !== LONE_BACKTICKS);
      if (refusals.length > 0) return [`${name}: ${refusals[0]}`];

      const closed = previous.slice(0, -1);
      if (!isDeepStrictEqual(closed, pages.slice(0, closed.length)))
        return [`${name}: a closed page changed`];
      previous = pages;
    }
    return [];
  } catch (error) {
    return [`${name} throws ${error}`];
  }
}
