/** The roles that a run of equal signs may have: to open emphasis, to close it, or both. */
export interface RunFlags {
  readonly open: boolean;
  readonly close: boolean;
}

/** A run of `*`, `_` or `~`, and the characters beside it in its line. */
export interface DelimiterRun {
  readonly marker: string;
  readonly length: number;
  /** Up to two characters before it, and up to two behind it. Empty: the line begins or ends. */
  readonly before: string;
  readonly after: string;
  /** Its roles by the specification, or by an earlier decision. */
  readonly flags: RunFlags;
  /** It certainly opens something: no operator and no name begins like this. */
  readonly isClear?: boolean | undefined;
}

/** More signs than bold and italic need together. */
const MANY = 3;
export const SPACE = /^\s?$/u;
export const LETTER = /^[\p{L}\p{M}]$/u;
export const OPENING_BRACKET = /^[\p{Ps}¿¡]$/u;
const CLOSING_BRACKET = /^\p{Pe}$/u;
/** In one language or another, each of these opens and closes. */
export const QUOTE = /^["'\p{Pi}\p{Pf}]$/u;
/** Behind these signs, a star begins a word. Dots, slashes and operators are not among them. */
const BEFORE_A_WORD = /^[\p{Pd}\p{Ps},;:!?*_~|>\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]$/u;
const BEGINS_WORD = /^[\p{L}\p{N}\p{Ps}"'\p{Pi}\p{Pf}]$/u;
/** Models that write for Telegram escape the punctuation behind a word. */
const ESCAPED_SIGN = /^\\([^\p{L}\p{N}\s])/u;
/** Before these signs, a star ends a word. */
const BEHIND_A_WORD =
  /^[\p{Pd}\p{Pe}\p{Pi}\p{Pf}"'.,;:!?…*_~|<،؛؟۔।॥\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]$/u;

/** A sign alone in brackets or quotes, as in `(*)` or `"*"`, is that sign; so are many in a row. */
export function isEnclosed(run: DelimiterRun): boolean {
  const [before, after] = sidesOf(run);
  const isRow = run.length > MANY && ![before, after].some((side) => BEGINS_WORD.test(side));
  if (isRow) return true;

  const isInBrackets = OPENING_BRACKET.test(before) && CLOSING_BRACKET.test(after);
  return isInBrackets || (QUOTE.test(before) && QUOTE.test(after));
}

/** A star behind `\\d` repeats it, in a regular expression; one behind a slash is a wildcard. */
export function isQuantifierOrWildcard({ before, after, length }: DelimiterRun): boolean {
  const isBehindBackslash = before.endsWith('\\') && length === 2;
  if (length > 1) return isBehindBackslash && !/^[\p{L}\p{N}]/u.test(after);
  return /^\\[a-zA-Z]$/.test(before) || (/[/\\]$/.test(before) && !/^[\p{L}\p{N}]/u.test(after));
}

/** `/*` and `*\/` with space around them begin and end comments of programs. */
export function isCommentMark({ before, after, length }: DelimiterRun): boolean {
  return (
    length === 1 &&
    ((/^\s?\/$/.test(before) && SPACE.test([...after][0] ?? '')) ||
      (/^\/\s?$/.test(after) && SPACE.test(lastOf(before))))
  );
}

/** Tells if a sign is at the start of a word, where no operator is. */
export function opensWord(run: DelimiterRun): boolean {
  const [before, after] = sidesOf(run);
  if (!run.flags.open || CLOSING_BRACKET.test(after)) return false;
  if (SPACE.test(before)) return true;
  if (QUOTE.test(before)) return isOpeningQuote(run);
  return OPENING_BRACKET.test(before) || opensBehind(run);
}

/** Tells if a star opens behind a dash or a colon; two stars there may also close. */
function opensBehind(run: DelimiterRun): boolean {
  const [before, after] = sidesOf(run);
  const isPunctuation = BEFORE_A_WORD.test(before) && !CLOSING_BRACKET.test(before);
  return isPunctuation && run.length === 1 && BEGINS_WORD.test(after);
}

/** A quote opens where a word may begin. */
function isOpeningQuote({ before }: DelimiterRun): boolean {
  const [beforeQuote = ''] = before.length > 1 ? [...before] : [];
  return SPACE.test(beforeQuote) || OPENING_BRACKET.test(beforeQuote);
}

/** Tells if a sign is at the end of a word. */
export function closesWord(run: DelimiterRun): boolean {
  const [before, next] = sidesOf(run);
  const after = ESCAPED_SIGN.exec(run.after)?.[1] ?? next;
  if (!run.flags.close || OPENING_BRACKET.test(before)) return false;
  if (SPACE.test(after)) return true;
  if (OPENING_BRACKET.test(after)) return false;
  return BEHIND_A_WORD.test(after) && !(QUOTE.test(before) && isOpeningQuote(run));
}

/** The characters directly before and behind a run. */
export function sidesOf({ before, after }: DelimiterRun): readonly [before: string, after: string] {
  return [lastOf(before), [...after][0] ?? ''];
}

function lastOf(text: string): string {
  return [...text].at(-1) ?? '';
}
