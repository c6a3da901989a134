import type {
  Construct,
  ConstructRecord,
  Extension,
  ParseContext,
  State,
  TokenizeContext,
} from 'micromark-util-types';
import { prepareParser } from './prepare-parser.ts';

/**
 * The most quotes, list items and footnotes around a text. The marks of deeper ones are text:
 * without a limit, each line of a deeply nested text would cost as much as a page, and a long line
 * of `>` would overflow the stack. The layout shows six levels.
 */
const MAX_DEPTH = 8;

/** The containers on the line that is being parsed. */
interface LineDepths {
  readonly line: number;
  /** From each of these offsets on, in their order, this number of containers is open. */
  readonly depths: { readonly offset: number; readonly depth: number }[];
}

const depthsOfParsers = new WeakMap<ParseContext, LineDepths>();
const limitedConstructs = new WeakMap<Construct, Construct>();

/** The characters that may begin a container: those of lists, quotes and footnotes. */
const FIRST_CHARACTERS = '*+-0123456789>[';

/** Makes the parser find no container that is deeper than `MAX_DEPTH`. */
export function limitNesting(): Extension {
  const limiter = prepareParser(({ constructs }) => limitAll(constructs.document));

  // Tried before all other constructs, so that these are limited before they are found.
  const codes = [...FIRST_CHARACTERS].map((character) => character.charCodeAt(0));
  return { document: Object.fromEntries(codes.map((code) => [code, limiter])) };
}

function limitAll(constructs: ConstructRecord): void {
  for (const [code, all = []] of Object.entries(constructs))
    if (code !== 'null') constructs[code] = [all].flat().map(limit);
}

function limit(construct: Construct): Construct {
  const known = limitedConstructs.get(construct);
  if (known) return known;

  const { continuation } = construct;
  const limited: Construct = {
    ...construct,
    tokenize(effects, ok, nok) {
      const depth = depthBefore(this);
      const onStart = recordDepth(this, depth + 1, ok);
      return depth < MAX_DEPTH ? construct.tokenize.call(this, effects, onStart, nok) : nok;
    },
  };
  if (continuation)
    limited.continuation = {
      ...continuation,
      tokenize(effects, ok, nok) {
        const onContinue = recordDepth(this, depthBefore(this) + 1, ok);
        return continuation.tokenize.call(this, effects, onContinue, nok);
      },
    };
  limitedConstructs.set(construct, limited);
  return limited;
}

/** The number of containers around the place on the line that the parser has reached. */
function depthBefore(context: TokenizeContext): number {
  const { line, offset } = context.now();
  const known = depthsOfParsers.get(context.parser);
  if (known?.line !== line) return 0;
  return known.depths.findLast((entry) => entry.offset <= offset)?.depth ?? 0;
}

/** A container is tried before it is read, so its depth may be recorded twice. */
function recordDepth(context: TokenizeContext, depth: number, next: State): State {
  return (code) => {
    const { line, offset } = context.now();
    const known = depthsOfParsers.get(context.parser);
    const before = known?.line === line ? known.depths.filter((entry) => entry.depth < depth) : [];
    depthsOfParsers.set(context.parser, { line, depths: [...before, { offset, depth }] });
    return next(code);
  };
}
