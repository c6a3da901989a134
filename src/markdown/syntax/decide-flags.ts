import {
  closesWord,
  type DelimiterRun,
  isCommentMark,
  isEnclosed,
  isQuantifierOrWildcard,
  LETTER,
  OPENING_BRACKET,
  opensWord,
  QUOTE,
  type RunFlags,
  SPACE,
  sidesOf,
} from './delimiter-run.ts';

/** The roles of a run, and those of the run before it if they have changed. */
interface Decision {
  readonly flags: RunFlags;
  readonly last?: RunFlags;
  /** See `DelimiterRun.isClear`. */
  readonly isClear?: boolean | undefined;
  /** The run is inside of a name, such as `snake_case`, and is looked at no further. */
  readonly isPartOfName?: boolean;
}

const NOTHING: RunFlags = { open: false, close: false };
const OPENS: RunFlags = { open: true, close: false };
const CLOSES: RunFlags = { open: false, close: true };

const DIGIT = /^\p{Nd}$/u;
/**
 * Letters of scripts that put no spaces between words, and of those that add endings to words; and
 * the punctuation of those scripts.
 */
const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}ー々〆\u3000-\u303f\uff00-\uff0f\uff1a-\uff20]$/u;
const CLOSING_SIGN_OF_EXPRESSION = /^[)\]}]$/;
/** Beside these signs, underscores belong to the name of something. */
const IN_NAME_BEFORE = /^[./\\$@#=+&%^)\]}]$/;
const IN_NAME_BEHIND = /^(?:[([{/\\$@#=+&%^<-]|\.[\p{L}\p{N}_])/u;
/** One word of at least two letters; in other scripts than Latin, words with spaces, too. */
const WORDS = /^(?:[\p{L}\p{M}’'-]{2,}|(?=[^\p{Script=Latin}]+$)[\p{L}\p{M} ]{2,})$/u;
/** Words of at least two letters each. */
const PHRASE = /^[\p{L}\p{M}]{2,}(?:[ -][\p{L}\p{M}]{2,})*$/u;
const ENDS_WITH_WORD = /(?:[\p{L}\p{M}]{2}|[^\p{L}\p{M}\p{N}\s])$/u;
/** With the degree sign and geometric shapes, of which faces are made: `(*°▽°*)`. */
const ONLY_SIGNS = /^[\p{P}\p{Sm}\p{Sk}$°\u2500-\u25ff]+$/u;
const EYE = /[-*^><=;~@•°]/;
/** `__init__`, `__FILE__`: names, and no bold words. */
const DUNDER = /^(?:[a-z][a-zA-Z0-9_]*|[A-Z0-9_]{2,})$/;

/**
 * Decides the roles of a run of `*`, `_` or `~~`, from the reader's side.
 *
 * CommonMark pairs signs by the characters beside them, which swallows operators (`2*3*4`) and
 * parts of names (`__init__`). Here, one of the two signs must be where only formatting puts it:
 * at the start or the end of a word. A sign with other characters on both sides is an operator,
 * unless the text between the two is a word, as in `un**frigging**believable`. In doubt the signs
 * stay: a reader understands a star too many, but not a number that changed.
 *
 * @param last The run before it with the same sign, in the same text.
 * @param content The text between the two, if both are in one line and it is short.
 */
export function decideFlags(
  run: DelimiterRun,
  last: DelimiterRun | undefined,
  content: string | undefined,
): Decision {
  const context = { run, last: last?.length === run.length ? last : undefined, content };
  if (run.marker === '_') return decideUnderscores(context);
  const isSign = isEnclosed(run) || isCommentMark(run) || isQuantifierOrWildcard(run);
  if (isSign) return { flags: NOTHING };
  return run.length === 1 ? decideStar(context) : decideDouble(context);
}

interface Context {
  readonly run: DelimiterRun;
  readonly last: DelimiterRun | undefined;
  readonly content: string | undefined;
}

/** One star: italic, or an operator, a wildcard, a pointer or a footnote. */
function decideStar(context: Context): Decision {
  const { run, last, content = '' } = context;
  const [before, after] = sidesOf(run);

  if (last?.flags.open && run.flags.close && !isStyled(last, content))
    return { flags: NOTHING, last: NOTHING };
  if (last?.isClear && closesTightly(before, after, content)) return { flags: CLOSES };
  if (opensWord(run)) return { flags: OPENS, isClear: true };
  if (reopens(context)) return { flags: CLOSES, last: OPENS };
  if (closesWord(run)) return { flags: CLOSES };

  const isBesideSpace = SPACE.test(before) || SPACE.test(after);
  return { flags: isBesideSpace ? run.flags : NOTHING };
}

/** Tells if a star between other characters ends the italic text that a clear star began. */
function closesTightly(before: string, after: string, content: string): boolean {
  if (SPACE.test(before) || SPACE.test(after)) return false;
  if (LETTER.test(before)) return (LETTER.test(after) ? WORDS : PHRASE).test(content);
  if (!LETTER.test(after) && !OPENING_BRACKET.test(after)) return false;
  if (before === ')') return /^\([^()]*\)$/.test(content);
  return /^[:.!?,;"'”’»：。！？，]$/u.test(before);
}

/** Text that may be italic has a letter or a number, no half of the brackets around it, and is no path. */
function isStyled({ before }: DelimiterRun, content: string): boolean {
  if (content === '') return true;
  const hasStrayBracket = before.endsWith('(') && /^[^(]*\)/.test(content);
  return !hasStrayBracket && !isPath(content) && !ONLY_SIGNS.test(content);
}

/** Two and more signs: bold, struck, or a power. */
function decideDouble(context: Context): Decision {
  const { run, last, content = '' } = context;
  const sides = sidesOf(run);

  if (last?.flags.open && isPath(content)) return { flags: NOTHING, last: NOTHING };

  if (opensWord(run)) return { flags: OPENS, isClear: true };
  if (reopens(context)) return { flags: CLOSES, last: OPENS };
  if (closesWord(run)) return { flags: CLOSES };

  const isByRule = sides.some((side) => SPACE.test(side) || UNSPACED.test(side));
  return { flags: isByRule ? run.flags : decideTightDouble(context) };
}

/** Text between slashes belongs to a pattern of paths, as in `**\/dist/**`. */
function isPath(content: string): boolean {
  return content.startsWith('/') && content.endsWith('/');
}

/** Two signs with other characters on both sides. */
function decideTightDouble({ run, last, content }: Context): RunFlags {
  const sides = sidesOf(run);
  const [before, after] = sides;
  const hasDigit = sides.some((side) => DIGIT.test(side));
  const mayClose = last?.isClear === true || (last?.flags.open === true && isLabel(content));
  const isClosing = mayClose && endsBold(content, hasDigit);

  const isInWord = hasDigit || sides.every((side) => LETTER.test(side));
  if (isInWord) return isClosing ? CLOSES : NOTHING;
  if (!LETTER.test(after)) return before === '/' ? NOTHING : run.flags;

  // Behind a closing bracket, two stars are a power: `(a+b)**c`.
  const mayOpen = run.flags.open && !CLOSING_SIGN_OF_EXPRESSION.test(before);
  return { open: mayOpen, close: run.flags.close || isClosing };
}

/** `Do it.**Step 2:**Do that.`: text before a colon is a label, if it stands between two signs. */
function isLabel(content: string | undefined): boolean {
  return content !== undefined && /^\S.*[:：]$/.test(content);
}

/** Tells if signs between other characters end the bold text that a clear sign began. */
function endsBold(content: string | undefined, hasDigit: boolean): boolean {
  if (content === undefined) return !hasDigit;
  return !/\s/.test(content) || (!hasDigit && ENDS_WITH_WORD.test(content));
}

/** Tells if the run before was no opener by itself, but is one now that this run ends its word. */
function reopens({ run, last, content = '' }: Context): boolean {
  if (!last || last.flags.open || content !== content.trim()) return false;
  const [before, after] = sidesOf(run);
  const [beforeLast, behindLast] = sidesOf(last);

  const isQuoted = QUOTE.test(behindLast) && QUOTE.test(before) && content.length > 2;
  if (isQuoted && run.length > 1 && last.flags.close) return true;
  if (last.flags.close || DIGIT.test(beforeLast)) return false;

  const isInWord = run.length > 1 && LETTER.test(before) && LETTER.test(after);
  if (isInWord) return WORDS.test(content) || isLetterOfWord(content, last.before, run.after);
  if (!closesWord(run)) return false;
  if (run.length === 1) return WORDS.test(content);
  // Behind the end of bold text, as in `**a**b**c**`, bold text is expected.
  const isBehindBold = last.before.startsWith(run.marker);
  return PHRASE.test(content) || isBehindBold || isLetterOfWord(content, last.before, last.before);
}

/** One letter inside of a word, as in `Hyper**T**ext`; between single letters it is a factor. */
function isLetterOfWord(content: string, before: string, after: string): boolean {
  return (
    LETTER.test(content) && [...before, ...after].filter((side) => LETTER.test(side)).length > 3
  );
}

/** An underscore between two eyes is the mouth of a face: `-_-`, `*_*`. */
function isMouth({ before, after, length }: DelimiterRun): boolean {
  return length === 1 && EYE.test(before.slice(-1)) && EYE.test(after.slice(0, 1));
}

/** Underscores: italic or bold, or a part of a name. */
function decideUnderscores({ run, last, content = '' }: Context): Decision {
  const { open, close } = run.flags;
  if ((!open && !close) || isMouth(run)) return { flags: NOTHING, isPartOfName: true };

  const isName = run.length === 2 ? DUNDER.test(content) : /^\w*_\w*$/.test(content);
  if (close && last?.flags.open && isName) return { flags: NOTHING, last: NOTHING };

  const [before] = sidesOf(run);
  if (close && !open && IN_NAME_BEHIND.test(run.after)) {
    const isWord = content !== '' && !/\s/.test(content);
    return last && isWord ? { flags: NOTHING, last: NOTHING } : { flags: NOTHING };
  }
  return {
    flags: {
      open: open && !IN_NAME_BEFORE.test(before),
      close: close && !IN_NAME_BEHIND.test(run.after),
    },
  };
}
