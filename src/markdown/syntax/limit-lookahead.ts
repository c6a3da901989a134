import type { Construct, ConstructRecord, Extension, TokenizeContext } from 'micromark-util-types';

/**
 * The most characters of one text that are read in vain, in search of the end of formulas, of code
 * or of links. Behind them, beginnings of the same kind are text: without a limit, each of many beginnings would
 * read all of the text behind it. A paragraph that people read has a handful of them.
 */
const MOST_READ_IN_VAIN = 3_000;

const readInVain = new WeakMap<TokenizeContext, Map<Construct, number>>();
const limitedConstructs = new WeakMap<Construct, Construct>();

/** Makes the parser give up beginnings without an end in texts with many of them. */
export function limitLookahead(): Extension {
  let isDone = false;
  const limiter: Construct = {
    tokenize(_, __, nok) {
      if (!isDone) limitAll(this.parser.constructs.text);
      isDone = true;
      return nok;
    },
  };
  return { flow: { null: limiter }, document: { null: limiter } };
}

function limitAll(constructs: ConstructRecord): void {
  for (const [code, all = []] of Object.entries(constructs))
    constructs[code] = [all].flat().map(limit);
}

function limit(construct: Construct): Construct {
  const known = limitedConstructs.get(construct);
  if (known) return known;

  const limited: Construct = {
    ...construct,
    tokenize(effects, ok, nok) {
      const counts = readInVain.get(this) ?? new Map<Construct, number>();
      const before = counts.get(construct) ?? 0;
      if (before > MOST_READ_IN_VAIN) return nok;

      const start = this.now().offset;
      return construct.tokenize.call(this, effects, ok, (code) => {
        counts.set(construct, before + this.now().offset - start);
        readInVain.set(this, counts);
        return nok(code);
      });
    },
  };
  limitedConstructs.set(construct, limited);
  return limited;
}
