import type {
  Construct,
  Extension,
  Point,
  State,
  Token,
  TokenizeContext,
} from 'micromark-util-types';
import { decideFlags } from './decide-flags.ts';
import type { DelimiterRun, RunFlags } from './delimiter-run.ts';
import { mapTextConstructs } from './map-text-constructs.ts';
import { OpenRuns } from './open-runs.ts';

/** The most UTF-16 units between two runs that are looked at. */
const LONGEST_CONTENT = 80;

/** A run whose token is already in the events, and where it ends. */
interface SeenRun extends DelimiterRun {
  readonly token: Token;
  readonly line: number;
}

/** The runs of one sign so far, in one text. */
interface SignState {
  last: SeenRun | undefined;
  readonly open: OpenRuns;
}

/** The names of the constructs for `*`, `_` and `~~`. */
const CONSTRUCTS: readonly (string | undefined)[] = ['attention', 'strikethrough'];

/**
 * Makes the constructs of an extension for `*`, `_` and `~~` leave operators and names alone. It
 * only changes which runs may open and close; `decideFlags` holds the rules. A run looks back at the
 * run before it, and no further, so the cost is linear.
 */
export function refineEmphasis(extension: Extension): Extension {
  return mapTextConstructs(extension, (construct) =>
    CONSTRUCTS.includes(construct.name) ? refineConstruct(construct) : construct,
  );
}

function refineConstruct(construct: Construct): Construct {
  /** By the text that is parsed, and by the sign. */
  const states = new WeakMap<TokenizeContext, Map<string, SignState>>();

  return {
    ...construct,
    tokenize(effects, ok, nok) {
      const start = this.now();
      const before = sliceBefore(this, start, 2);
      const refineAndGoOn: State = (code) => {
        refine(this, start, before);
        return ok(code);
      };
      return construct.tokenize.call(this, effects, refineAndGoOn, nok);
    },
  };

  function refine(context: TokenizeContext, start: Point, before: string): void {
    const token = context.events.at(-1)?.[1];
    if (token === undefined) return;

    const end = context.now();
    const sign = context.sliceSerialize(token);
    const marker = sign.charAt(0);

    const flags = { open: token._open === true, close: token._close === true };
    const run: SeenRun = {
      token,
      marker,
      length: sign.length,
      before,
      after: sliceBehind(context, end, 2),
      line: start.line,
      flags,
    };

    const state = stateOf(context, marker);
    const { last, open } = state;
    const content = last && contentBetween(context, last, token);

    const decision = decideFlags(run, last, content);
    if (last && decision.last) {
      open.change(last.token, last.length, decision.last.open);
      apply(last.token, decision.last);
    }
    const decided = open.take(token, run.length, decision.flags);
    apply(token, decided);
    if (decision.isPartOfName) return;

    const decidedFlags = { open: decided.open, close: decision.flags.close };
    state.last = { ...run, flags: decidedFlags, isClear: decision.isClear };
  }

  function stateOf(context: TokenizeContext, marker: string): SignState {
    const ofContext = states.get(context) ?? new Map<string, SignState>();
    states.set(context, ofContext);

    const state = ofContext.get(marker) ?? { last: undefined, open: new OpenRuns() };
    ofContext.set(marker, state);
    return state;
  }
}

function apply(token: Token, { open, close }: RunFlags): void {
  token._open = open;
  token._close = close;
}

/** The text between two runs, if both are in one line and it is short. */
function contentBetween(context: TokenizeContext, last: SeenRun, token: Token): string | undefined {
  const length = token.start.offset - last.token.end.offset;
  const isNear = last.line === token.start.line && length <= LONGEST_CONTENT;
  if (!isNear || last.token.end._bufferIndex < 0) return undefined;
  return context.sliceSerialize({ start: last.token.end, end: token.start });
}

/** Up to `count` characters before a point, of the same line. */
function sliceBefore(context: TokenizeContext, point: Point, count: number): string {
  const atChunkStart = point._bufferIndex < 1;
  if (atChunkStart)
    return context.previous !== null && context.previous > 0
      ? String.fromCharCode(context.previous)
      : '';
  const from = Math.max(0, point._bufferIndex - count * 2);
  const text = context.sliceSerialize({ start: { ...point, _bufferIndex: from }, end: point });
  return [...text].slice(-count).join('');
}

/** Up to `count` characters from a point on, of the same line. */
function sliceBehind(context: TokenizeContext, point: Point, count: number): string {
  if (point._bufferIndex < 0) return '';
  const end = { ...point, _bufferIndex: point._bufferIndex + count * 2 };
  return [...context.sliceSerialize({ start: point, end })].slice(0, count).join('');
}
