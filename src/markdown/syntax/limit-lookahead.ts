import type { Construct, ConstructRecord, Extension, TokenizeContext } from 'micromark-util-types';
import { prepareParser } from './prepare-parser.ts';

/**
 * The most characters of one text that the parser reads without finding the end of a formula, of code
 * or of a link. From then on, beginnings of the same kind are text: without a limit, each of many
 * beginnings would read all of the text behind it. A paragraph that people read has a handful of them.
 */
const MAX_FAILED_LOOKAHEAD = 3_000;

/** The number of these characters so far, by text and kind. */
const failedLookahead = new WeakMap<TokenizeContext, Map<Construct, number>>();
const limitedConstructs = new WeakMap<Construct, Construct>();

/** Makes the parser give up beginnings without an end in texts with many of them. */
export function limitLookahead(): Extension {
  const limiter = prepareParser(({ constructs }) => limitAll(constructs.text));
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
      const counts = failedLookahead.get(this) ?? new Map<Construct, number>();
      const before = counts.get(construct) ?? 0;
      if (before > MAX_FAILED_LOOKAHEAD) return nok;

      const start = this.now().offset;
      return construct.tokenize.call(this, effects, ok, (code) => {
        counts.set(construct, before + this.now().offset - start);
        failedLookahead.set(this, counts);
        return nok(code);
      });
    },
  };
  limitedConstructs.set(construct, limited);
  return limited;
}
