import { list, thematicBreak } from 'micromark-core-commonmark';
import type { Construct, Effects, Extension, TokenizeContext } from 'micromark-util-types';

const ASTERISK = 42;
const PLUS = 43;
const DASH = 45;
const UNDERSCORE = 95;
const DIGITS = [48, 49, 50, 51, 52, 53, 54, 55, 56, 57];

/** The five fields of a line of cron, of which the first one and another one are stars. */
const CRON = /^\*(?=[-\d/, ]* \*)(?: (?:\*|\d+|[A-Z]{3})(?:[-/,](?:\d+|[A-Z]{3}))*){4}(?: |$)/;
const SUMMAND = /^\+ +[$€£]?\d/;
/** Enough of a line to tell what it is. */
const LONGEST_BEGINNING = 60;

const rule: Construct = { ...thematicBreak, name: 'rule' };

/** CommonMark's rules, except for the one that is the time of a line of cron. */
const starRule: Construct = {
  ...rule,
  tokenize(effects, ok, nok) {
    return isLiteral(this) ? nok : thematicBreak.tokenize.call(this, effects, ok, nok);
  },
};

/** CommonMark's lists, except for lines that only begin like an item. */
const markedList: Construct = {
  ...list,
  name: 'markedList',
  tokenize(effects, ok, nok) {
    if (this.interrupt && isBehindIndentedCode(this)) this.interrupt = false;
    return isLiteral(this) ? nok : list.tokenize.call(this, withOwnMarks(effects), ok, nok);
  },
  continuation: {
    tokenize(effects, ok, nok) {
      const next = list.continuation?.tokenize.call(this, withOwnMarks(effects), ok, nok);
      return next ?? nok;
    },
  },
};

const REPLACEMENTS: ReadonlyMap<unknown, Construct> = new Map([
  [list, markedList],
  [thematicBreak, rule],
]);

/** CommonMark's lists look for their next item, and for rules, by the constructs that are off. */
function withOwnMarks(effects: Effects): Effects {
  const replace = <Target>(target: Target) => REPLACEMENTS.get(target) ?? target;
  return {
    ...effects,
    attempt: (target, ok, nok) => effects.attempt(replace(target), ok, nok),
    check: (target, ok, nok) => effects.check(replace(target), ok, nok),
  };
}

/**
 * Keeps the signs at the start of lines that are no marks: `* * * * *` is a time, and neither a rule
 * nor a list (NousResearch/hermes-agent PR 28019), and `+ 4` under other numbers belongs to a sum.
 */
export const literalMarkExtension: Extension = {
  disable: { null: ['list', 'thematicBreak'] },
  document: Object.fromEntries([ASTERISK, PLUS, DASH, ...DIGITS].map((code) => [code, markedList])),
  flow: { [ASTERISK]: starRule, [UNDERSCORE]: rule },
};

/**
 * CommonMark forbids some items, such as empty ones, only directly behind a paragraph. To micromark,
 * indented code is such a text, too.
 */
function isBehindIndentedCode({ events }: TokenizeContext): boolean {
  const [, flow] = events.findLast(([, { type }]) => type === 'chunkFlow') ?? [];
  return flow?._tokenizer?.currentConstruct?.name === 'codeIndented';
}

function isLiteral(context: TokenizeContext): boolean {
  const start = context.now();
  // A tab is no text to micromark, and begins neither.
  if (start._bufferIndex < 0) return false;

  const end = { ...start, _bufferIndex: start._bufferIndex + LONGEST_BEGINNING };
  const beginning = context.sliceSerialize({ start, end });
  // Some models write lists in lists with plus signs, too, but those are indented.
  const isUnderText = context.interrupt === true && start.column === 1;
  return CRON.test(beginning) || (isUnderText && SUMMAND.test(beginning));
}
