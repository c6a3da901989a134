import type { FormulaPiece, PieceKind } from './formula-piece.ts';
import {
  BARS,
  BIG_SIGNS,
  CLOSING_BRACKETS,
  LETTER_SYMBOLS,
  OPENING_BRACKETS,
  SEPARATORS,
  STRONG_SIGNS,
  WEAK_SIGNS,
} from './latex-commands.ts';
import { NotReadableError } from './not-readable-error.ts';

/** Characters of LaTeX's syntax that only a full renderer can show. */
const UNREADABLE = /^[{}&%#$\\]$/;

/** The kinds of the characters that are typed as themselves. */
const KINDS: ReadonlyMap<string, PieceKind> = new Map([
  ...kindsOf(LETTER_SYMBOLS.values(), 'letter'),
  ...kindsOf(STRONG_SIGNS.values(), 'strong-sign'),
  ...kindsOf(WEAK_SIGNS.values(), 'weak-sign'),
  ...kindsOf(BIG_SIGNS.values(), 'big'),
  ...kindsOf(SEPARATORS.values(), 'separator'),
  ...kindsOf(OPENING_BRACKETS.values(), 'open'),
  ...kindsOf(CLOSING_BRACKETS.values(), 'close'),
  ...kindsOf(BARS.values(), 'bar'),
  ...kindsOf('+-−=<>±', 'weak-sign'),
  ...kindsOf('/÷:*√∛∜', 'strong-sign'),
  ...kindsOf('([（［【', 'open'),
  ...kindsOf(')]）］】', 'close'),
  ...kindsOf('|‖', 'bar'),
  ...kindsOf(',;.?…⋯，、；。：', 'separator'),
  ...kindsOf('!′″°', 'postfix'),
]);

function kindsOf(characters: Iterable<string>, kind: PieceKind): readonly [string, PieceKind][] {
  return [...characters].map((character) => [character, kind]);
}

/**
 * Reads a character that is no part of LaTeX's syntax.
 *
 * @throws {NotReadableError} The character has a meaning in LaTeX.
 */
export function readCharacter(character: string): FormulaPiece {
  if (UNREADABLE.test(character)) throw new NotReadableError();
  if (character === '~') return { kind: 'space', text: ' ', isWide: true };

  const kind = KINDS.get(character);
  if (kind !== undefined) return { kind, text: character };
  if (/\p{L}/u.test(character)) return { kind: 'letter', text: character };
  if (/\p{N}/u.test(character)) return { kind: 'number', text: character };
  if (/\p{Sc}/u.test(character)) return { kind: 'separator', text: character };
  return { kind: /\p{M}/u.test(character) ? 'postfix' : 'strong-sign', text: character };
}
