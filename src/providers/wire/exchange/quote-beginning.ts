const MAX_QUOTED_CHARACTERS = 80;
/** Enough to see each secret whole, so that no half of one is left. */
const MAX_READ_CHARACTERS = 400;

/** Control characters, and those that would change the direction of a line. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;
/** A word with digits that is as long as keys and tokens are. */
const KEY_LIKE = /(?=[\w+/=.~-]*\d)[\w+/=.~-]{20,}/g;
/** Short keys too have one of these beginnings. */
const KEY_PREFIXED =
  /\b(?:Bearer\s+|(?:sk|pk|rk|gsk|xai|hf|r8|ghp|key|token|AIza|ya29)[-_.=:])[\w+/=.~-]+/gi;

/** Quotes the beginning of a text of a server, without anything that may be a key or a token. */
export function quoteBeginning(text: string): string {
  const line = text.slice(0, MAX_READ_CHARACTERS).replaceAll(INVISIBLE, ' ').trim();
  const hidden = line.replaceAll(KEY_PREFIXED, '…').replaceAll(KEY_LIKE, '…');
  const isCut = hidden.length > MAX_QUOTED_CHARACTERS || text.length > MAX_READ_CHARACTERS;

  // By characters, since half of a pair is no text.
  const quoted = [...hidden].slice(0, MAX_QUOTED_CHARACTERS).join('');
  return `“${quoted}${isCut ? '…' : ''}”`;
}
