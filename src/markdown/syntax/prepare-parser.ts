import type { Construct, ParseContext } from 'micromark-util-types';

/**
 * Makes a construct that finds nothing, but changes the parser when it is tried first. All other
 * constructs are in the parser by then, those of CommonMark too. Each parse needs one of its own.
 */
export function prepareParser(change: (parser: ParseContext) => void): Construct {
  let isDone = false;

  return {
    tokenize(_, __, nok) {
      if (!isDone) change(this.parser);
      isDone = true;
      return nok;
    },
  };
}
