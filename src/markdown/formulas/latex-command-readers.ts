import type { ArgumentReader } from './argument-reader.ts';
import { type FormulaPiece, isFactor, type PieceKind } from './formula-piece.ts';
import { LATEX_ALPHABETS } from './latex-alphabets.ts';
import {
  ACCENT_MARKS,
  BARS,
  BIG_SIGNS,
  CLOSING_BRACKETS,
  FRACTION_COMMANDS,
  FUNCTION_NAMES,
  IGNORED_COMMANDS,
  LETTER_SYMBOLS,
  LIMIT_NAMES,
  LINE_MARKS,
  OPENING_BRACKETS,
  PLAIN_FONTS,
  SEPARATORS,
  SPACES,
  STRONG_SIGNS,
  TEXT_COMMANDS,
  WEAK_SIGNS,
} from './latex-commands.ts';
import { NotReadableError } from './not-readable-error.ts';
import { readBetweenBrackets, readBracket } from './read-between-brackets.ts';
import { writeChemistry } from './write-chemistry.ts';
import { writeFormula } from './write-formula.ts';
import { writeFraction } from './write-fraction.ts';
import { writeRoot } from './write-root.ts';

/** Reads the arguments of a command, and gives what it shows. */
type CommandReader = (reader: ArgumentReader) => FormulaPiece[];

const NOT_SLASH = '\u0338';
/** Longer texts in bold are words, and no names of vectors. */
const LONGEST_BOLD_NAME = 2;
/** A line through a longer text would make it hard to read. */
const LONGEST_MARKED = 12;
const WIDE_SPACE: FormulaPiece = { kind: 'space', text: ' ', isWide: true };

/** The reader of each command, by its name without the backslash. */
export const LATEX_COMMAND_READERS: ReadonlyMap<string, CommandReader> = new Map<
  string,
  CommandReader
>([
  ...symbols(LETTER_SYMBOLS, 'letter'),
  ...commands(SEPARATORS.keys(), (name) => readSeparator(SEPARATORS.get(name) ?? '')),
  ...symbols(BIG_SIGNS, 'big'),
  ...symbols(LIMIT_NAMES, 'big'),
  ...symbols(OPENING_BRACKETS, 'open'),
  ...symbols(CLOSING_BRACKETS, 'close'),
  ...symbols(BARS, 'bar'),
  ...signs(WEAK_SIGNS, 'weak-sign'),
  ...signs(STRONG_SIGNS, 'strong-sign'),
  ...commands(FUNCTION_NAMES, (name) => () => [{ kind: 'function', text: name }]),
  ...commands(IGNORED_COMMANDS, () => () => []),
  ...commands(FRACTION_COMMANDS, () => readFraction),
  ...commands(PLAIN_FONTS, () => (reader) => joinLetters(reader.readArgument())),
  ...commands(TEXT_COMMANDS, () => readText),
  ...commands(SPACES.keys(), (name) => () => readSpace(SPACES.get(name) ?? '')),
  ...commands(
    ACCENT_MARKS.keys(),
    (name) => (reader) => readAccented(reader, ACCENT_MARKS.get(name) ?? ''),
  ),
  ...commands(
    LINE_MARKS.keys(),
    (name) => (reader) => readMarked(reader, LINE_MARKS.get(name) ?? ''),
  ),
  ...commands(LATEX_ALPHABETS.keys(), (name) => (reader) => readInAlphabet(reader, name)),
  ['{', () => [{ kind: 'open', text: '{' }]],
  ['}', () => [{ kind: 'close', text: '}' }]],
  ['|', () => [{ kind: 'bar', text: '‖' }]],
  ['%', () => [{ kind: 'postfix', text: '%' }]],
  ['prime', () => [{ kind: 'postfix', text: '′' }]],
  ['$', () => [{ kind: 'separator', text: '$' }]],
  ['&', () => [{ kind: 'weak-sign', text: '&' }]],
  ['#', () => [{ kind: 'separator', text: '#' }]],
  ['_', () => [{ kind: 'separator', text: '_' }]],
  ['sqrt', (reader) => [writeRoot(reader.readOption() ?? [], reader.readArgument())]],
  ...commands(['binom', 'dbinom', 'tbinom'], () => readBinomial),
  ['boxed', readBoxed],
  ['left', readBetweenBrackets],
  ['middle', (reader) => [{ kind: 'weak-sign', text: readBracket(reader) }]],
  ['not', readNegated],
  ['bmod', () => [{ kind: 'strong-sign', text: 'mod', isSpaced: true }]],
  ['mod', () => [{ kind: 'strong-sign', text: 'mod', isSpaced: true }]],
  ['pmod', (reader) => [{ kind: 'word', text: ` (mod ${writeFormula(reader.readArgument())})` }]],
  ...commands(['operatorname', 'operatorname*'], () => readOperatorName),
  ...commands(['tag', 'tag*'], () => (reader) => [
    { kind: 'word', text: ` (${reader.readRawArgument()})` },
  ]),
  ...commands(['label', 'color'], () => dropArgument),
  ['textcolor', readColored],
  ...commands(['hspace', 'hspace*', 'vspace'], () => (reader) => {
    reader.readRawArgument();
    return [WIDE_SPACE];
  }),
  ['ce', readChemistry],
  ['xrightarrow', (reader) => readLabelledArrow(reader, '→')],
  ['xleftarrow', (reader) => readLabelledArrow(reader, '←')],
]);

function commands(
  names: Iterable<string>,
  toReader: (name: string) => CommandReader,
): readonly (readonly [string, CommandReader])[] {
  return [...names].map((name) => [name, toReader(name)]);
}

function symbols(table: ReadonlyMap<string, string>, kind: PieceKind) {
  return commands(table.keys(), (name) => () => [{ kind, text: table.get(name) ?? '' }]);
}

function signs(table: ReadonlyMap<string, string>, kind: PieceKind) {
  return commands(table.keys(), (name) => ({ isSpaced }) => [
    { kind, text: table.get(name) ?? '', isSpaced },
  ]);
}

function readSpace(text: string): FormulaPiece[] {
  if (text === '') return [];
  return [{ kind: 'space', text, isWide: text !== ' ' }];
}

function readSeparator(text: string): CommandReader {
  return ({ isSpaced }) => [{ kind: 'separator', text }, ...readSpace(isSpaced ? ' ' : '')];
}

/** `A \xrightarrow{\Delta} B` is `A —Δ→ B`. A second label stands under the arrow. */
function readLabelledArrow(reader: ArgumentReader, arrow: string): FormulaPiece[] {
  if (reader.readOption() !== undefined) throw new NotReadableError();
  const label = writeFormula(reader.readArgument());
  const text = arrow === '→' ? `${label && '—'}${label}→` : `←${label}${label && '—'}`;
  return [{ kind: 'weak-sign', text, isSpaced: true }];
}

function readFraction(reader: ArgumentReader): FormulaPiece[] {
  const numerator = reader.readArgument();
  return [writeFraction(numerator, reader.readArgument())];
}

/** Joins letters of one font to a word: `\mathrm{km}` is one unit, and no product. */
function joinLetters(pieces: readonly FormulaPiece[]): FormulaPiece[] {
  const joined: FormulaPiece[] = [];

  for (const piece of pieces) {
    const last = joined.at(-1);
    const isWord = last?.kind === 'letter' || last?.kind === 'word';
    if (last && isWord && piece.kind === 'letter')
      joined.splice(-1, 1, {
        ...piece,
        kind: 'word',
        text: last.text + piece.text,
        safeText: last.text + (piece.safeText ?? piece.text),
      });
    else joined.push(piece);
  }
  return joined;
}

function readText(reader: ArgumentReader): FormulaPiece[] {
  const text = reader
    .readRawArgument()
    .replaceAll(/\\([%$&#_{} ])/g, '$1')
    .replaceAll(/[~\s]+/g, ' ');
  if (/[\\$]/.test(text)) throw new NotReadableError();
  return text === '' ? [] : [{ kind: 'word', text }];
}

function readAccented(reader: ArgumentReader, mark: string): FormulaPiece[] {
  const [piece, ...rest] = reader.readArgument();
  const isOneLetter = piece && rest.length === 0 && /^\p{L}\p{M}*$/u.test(piece.text);
  if (!isOneLetter) throw new NotReadableError();
  return [{ ...piece, text: (dotless(piece.text) + mark).normalize('NFC') }];
}

/** `\hat{\imath}` has its mark in place of the dot. */
function dotless(letter: string): string {
  return letter.replace('ı', 'i').replace('ȷ', 'j');
}

function readMarked(reader: ArgumentReader, mark: string): FormulaPiece[] {
  const pieces = reader.readArgument();
  const text = pieces.map((piece) => piece.text).join('');
  const isPlain = pieces.every(({ hasScripts }) => !hasScripts) && /^[\p{L}\d]+$/u.test(text);
  if (!isPlain || text.length > LONGEST_MARKED) throw new NotReadableError();

  const kind = pieces.length === 1 && pieces[0] ? pieces[0].kind : 'word';
  return [{ kind, text: [...text].map((character) => character + mark).join('') }];
}

function readInAlphabet(reader: ArgumentReader, name: string): FormulaPiece[] {
  const alphabet = LATEX_ALPHABETS.get(name);
  const pieces = reader.readArgument();
  const isText = pieces.filter(({ kind }) => kind === 'letter').length > LONGEST_BOLD_NAME;
  if (isText) return joinLetters(pieces);

  // `\mathbf{0}` is a vector, and `\mathbf{42}` an answer.
  const isName = ({ kind, text }: FormulaPiece) => kind !== 'number' || text.length === 1;
  return pieces.map((piece) => ({
    ...piece,
    text: !isName(piece)
      ? piece.text
      : [...piece.text].map((character) => alphabet?.get(character) ?? character).join(''),
  }));
}

function readBinomial(reader: ArgumentReader): FormulaPiece[] {
  const above = writeFormula(reader.readArgument());
  const below = writeFormula(reader.readArgument());
  return [{ kind: 'group', text: `(${above} choose ${below})` }];
}

function readBoxed(reader: ArgumentReader): FormulaPiece[] {
  const pieces = reader.readArgument();
  if (isFactor(pieces)) return pieces;
  return [{ kind: 'group', text: `[${writeFormula(pieces)}]` }];
}

function readNegated(reader: ArgumentReader): FormulaPiece[] {
  const [piece, ...rest] = reader.readArgument();
  if (!piece || rest.length > 0 || [...piece.text].length !== 1) throw new NotReadableError();
  return [{ ...piece, text: (piece.text + NOT_SLASH).normalize('NFC') }];
}

function readOperatorName(reader: ArgumentReader): FormulaPiece[] {
  const name = writeFormula(joinLetters(reader.readArgument()));
  if (name === '') throw new NotReadableError();
  const limit = LIMIT_NAMES.get(name.replaceAll(' ', ''));
  return [limit ? { kind: 'big', text: limit } : { kind: 'function', text: name }];
}

function dropArgument(reader: ArgumentReader): FormulaPiece[] {
  reader.readRawArgument();
  return [];
}

function readColored(reader: ArgumentReader): FormulaPiece[] {
  reader.readRawArgument();
  return reader.readArgument();
}

function readChemistry(reader: ArgumentReader): FormulaPiece[] {
  return [{ kind: 'word', text: writeChemistry(reader.readRawArgument()) }];
}
