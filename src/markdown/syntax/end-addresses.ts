import type { Code, Construct, Extension, State, TokenizeContext } from 'micromark-util-types';
import { mapTextConstructs } from './map-text-constructs.ts';

/** GFM's constructs for addresses without angle brackets. */
const CONSTRUCTS: readonly (string | undefined)[] = ['protocolAutolink', 'wwwAutolink'];

/** Characters that no address holds without an encoding (RFC 3986). */
const NEVER_IN_ADDRESS = /[<>"`^\s]/;
/**
 * Signs, spaces and marks outside of ASCII: full-width punctuation, quotation marks, dashes, arrows,
 * emoji, invisible characters. An address holds them percent-encoded.
 */
const FOREIGN_SIGN = /[^\p{L}\p{M}\p{N}\p{ASCII}]/u;
/** Letters of scripts that put no space, and of those that put an ending, behind an address. */
const ADJOINING_LETTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}ー]/u;
const ASCII_LETTER_OR_DIGIT = /[A-Za-z\d]/;
/** These close bold and struck text, and stand in no address twice. */
const DOUBLE_SIGN = /^(?:\*\*|~~)/;

/**
 * Makes the addresses of an extension end where a reader sees their end, and not only at a space:
 * before full-width punctuation, before a sign that no address holds, before `**`, and where a
 * letter of a script without spaces follows a Latin one (`https://example.com/docs查看`). A path in
 * such a script begins behind a slash or another sign, and stays: `https://example.com/路径`.
 */
export function endAddresses(extension: Extension): Extension {
  return mapTextConstructs(extension, (construct) =>
    CONSTRUCTS.includes(construct.name) ? endAddress(construct) : construct,
  );
}

function endAddress(construct: Construct): Construct {
  return {
    ...construct,
    tokenize(effects, ok, nok) {
      const endsAt = createEndFinder(this);
      let isDone = false;
      let current: Code = null;

      /** Shows the construct the end of the text where the address ends. */
      const limit =
        (state: State): State =>
        (code) => {
          current = code;
          const next = state(endsAt(code) ? null : code);
          return isDone || next === undefined ? next : limit(next);
        };
      const leave =
        (state: State): State =>
        () => {
          isDone = true;
          return state(current);
        };
      return limit(construct.tokenize.call(this, effects, leave(ok), leave(nok)));
    },
  };
}

/** Tells for one character after the other if the address ends before it. */
function createEndFinder(context: TokenizeContext): (code: Code) => boolean {
  return (code) => {
    if (code === null || code < 0) return false;

    const character = characterAt(context, code);
    if (NEVER_IN_ADDRESS.test(character) || FOREIGN_SIGN.test(character)) return true;
    if (DOUBLE_SIGN.test(textAt(context))) return true;
    return ADJOINING_LETTER.test(character) && ASCII_LETTER_OR_DIGIT.test(previousOf(context));
  };
}

/** The character of a code, which may be the first half of a surrogate pair. */
function characterAt(context: TokenizeContext, code: number): string {
  const unit = String.fromCharCode(code);
  if (/[\uDC00-\uDFFF]/.test(unit)) return 'a';
  return unit.isWellFormed() ? unit : String.fromCodePoint(textAt(context).codePointAt(0) ?? code);
}

/** The next two units of the line. */
function textAt(context: TokenizeContext): string {
  const start = context.now();
  if (start._bufferIndex < 0) return '';
  return context.sliceSerialize({ start, end: { ...start, _bufferIndex: start._bufferIndex + 2 } });
}

function previousOf({ previous }: TokenizeContext): string {
  return previous === null || previous < 0 ? '' : String.fromCharCode(previous);
}
