import type { Construct, ConstructRecord, Extension } from 'micromark-util-types';

/**
 * The last column in which a quote, a list item or a footnote may begin. Behind it, their marks are
 * text: without a limit, each line of a deeply nested text would cost as much as a page, and a long
 * line of `>` would overflow the stack. Lists that people read begin their eighth level here.
 */
const LAST_MARK_COLUMN = 30;

const limitedConstructs = new WeakMap<Construct, Construct>();

/** Makes the parser find only containers that begin near the start of a line. */
export function limitNesting(): Extension {
  let isDone = false;
  return {
    document: {
      null: {
        tokenize(_, __, nok) {
          if (!isDone) limitAll(this.parser.constructs.document);
          isDone = true;
          return nok;
        },
      },
    },
  };
}

function limitAll(constructs: ConstructRecord): void {
  for (const [code, all = []] of Object.entries(constructs))
    if (code !== 'null') constructs[code] = [all].flat().map(limit);
}

function limit(construct: Construct): Construct {
  const known = limitedConstructs.get(construct);
  if (known) return known;

  const limited: Construct = {
    ...construct,
    tokenize(effects, ok, nok) {
      return this.now().column > LAST_MARK_COLUMN
        ? nok
        : construct.tokenize.call(this, effects, ok, nok);
    },
  };
  limitedConstructs.set(construct, limited);
  return limited;
}
