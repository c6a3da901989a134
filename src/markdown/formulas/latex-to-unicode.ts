import {
  ACCENT_MARKS,
  BLACKBOARD_LETTERS,
  FUNCTION_NAMES,
  LATEX_SYMBOLS,
  SPACING_COMMANDS,
  SUBSCRIPTS,
  SUPERSCRIPTS,
  WRAPPER_COMMANDS,
} from './latex-symbols.ts';

/** A command, an escaped character, white space, or one character. */
const TOKENS = /\\[a-zA-Z]+\*?|\\[^a-zA-Z]|\s+|[^\\]/gu;
const MAX_NESTED_GROUPS = 20;
/** Characters of LaTeX's syntax that only a full renderer can show. */
const UNSUPPORTED: readonly string[] = ['}', '&', '%', '#', '$'];
const ESCAPABLE: readonly string[] = ['{', '}', '$', '%', '&', '#', '_'];
const FRACTIONS: readonly string[] = ['frac', 'dfrac', 'tfrac'];
const ROOT_SIGNS: ReadonlyMap<string, string> = new Map([
  ['3', '∛'],
  ['4', '∜'],
]);

/** The formula needs more than one line, or a full renderer. Caught in this file only. */
class NotSimpleError extends Error {}

/**
 * Writes a LaTeX formula as one readable line. `undefined`: the formula is too complex for that.
 */
export function latexToUnicode(source: string): string | undefined {
  try {
    const text = new FormulaReader(source.match(TOKENS) ?? []).readAll();
    return text.replace(/ {2,}/g, ' ').trim() || undefined;
  } catch (error) {
    if (error instanceof NotSimpleError) return undefined;
    throw error;
  }
}

class FormulaReader {
  readonly #tokens: readonly string[];
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  readAll(): string {
    let text = '';
    while (this.#index < this.#tokens.length) text += this.#readNext();
    return text;
  }

  get #nextToken(): string | undefined {
    return this.#tokens[this.#index];
  }

  #takeToken(): string {
    const token = this.#nextToken;
    if (token === undefined) throw new NotSimpleError();
    this.#index += 1;
    return token;
  }

  #readNext(): string {
    const token = this.#takeToken();
    if (token === '{') return this.#readGroup();
    if (token === '^') return toScript(this.#readArgument(), '^', SUPERSCRIPTS);
    if (token === '_') return toScript(this.#readArgument(), '_', SUBSCRIPTS);
    if (token.startsWith('\\')) return this.#readCommand(token.slice(1));
    if (UNSUPPORTED.includes(token)) throw new NotSimpleError();
    if (token === '~' || token.trim() === '') return ' ';
    return token === "'" ? '′' : token;
  }

  #readGroup(): string {
    this.#depth += 1;
    if (this.#depth > MAX_NESTED_GROUPS) throw new NotSimpleError();

    let text = '';
    while (this.#nextToken !== '}') text += this.#readNext();
    this.#index += 1;

    this.#depth -= 1;
    return text;
  }

  #readArgument(): string {
    while (this.#nextToken?.trim() === '') this.#index += 1;
    return this.#readNext();
  }

  #readCommand(name: string): string {
    const symbol = LATEX_SYMBOLS.get(name) ?? SPACING_COMMANDS.get(name);
    if (symbol !== undefined) return symbol;

    const accent = ACCENT_MARKS.get(name);
    if (accent !== undefined) return this.#readAccented(accent);

    if (FUNCTION_NAMES.includes(name)) return this.#readFunction(name);
    if (WRAPPER_COMMANDS.includes(name)) return this.#readArgument();
    if (FRACTIONS.includes(name)) return toFraction(this.#readArgument(), this.#readArgument());
    if (name === 'sqrt') return this.#readRoot();
    if (name === 'mathbb') return this.#readBlackboardLetter();
    if (name === '|') return '‖';
    if (ESCAPABLE.includes(name)) return name;
    throw new NotSimpleError();
  }

  /** `\sin x` gets a space behind the name, `\sin(x)` none. */
  #readFunction(name: string): string {
    return /^[\p{L}\p{N}\\]/u.test(this.#nextToken ?? '') ? `${name} ` : name;
  }

  #readRoot(): string {
    if (this.#nextToken !== '[') return `√${bracket(this.#readArgument())}`;

    const end = this.#tokens.indexOf(']', this.#index);
    const degree = this.#tokens.slice(this.#index + 1, end).join('');
    const sign = ROOT_SIGNS.get(degree);
    if (end < 0 || sign === undefined) throw new NotSimpleError();

    this.#index = end + 1;
    return sign + bracket(this.#readArgument());
  }

  #readBlackboardLetter(): string {
    const letter = BLACKBOARD_LETTERS.get(this.#readArgument());
    if (letter === undefined) throw new NotSimpleError();
    return letter;
  }

  #readAccented(mark: string): string {
    const letter = this.#readArgument();
    if ([...letter].length !== 1) throw new NotSimpleError();
    return letter + mark;
  }
}

/** Raises or lowers a text, or keeps its `^` or `_` if Unicode lacks one of the characters. */
function toScript(text: string, sign: '^' | '_', table: ReadonlyMap<string, string>): string {
  const characters = [...text].filter((character) => character !== ' ');
  const shifted = characters.map((character) => table.get(character));
  if (shifted.every((character) => character !== undefined)) return shifted.join('');

  if (/[\^_]/.test(text)) throw new NotSimpleError();
  return sign + ([...text].length === 1 ? text : `(${text})`);
}

/**
 * Puts spaces around the slash, except between short terms: Telegram takes `/x` behind a bracket
 * for a command.
 */
function toFraction(numerator: string, denominator: string): string {
  const below = denominator.trim();
  const isOneFactor = /^(?:[\p{N}.]+|.)$/u.test(below);
  const isShort = isOneFactor && /^[A-Za-z0-9]+$/.test(numerator.trim());

  const slash = isShort ? '/' : ' / ';
  return bracket(numerator) + slash + (isOneFactor ? below : `(${below})`);
}

/** Adds brackets, except around a single word, number or character. */
function bracket(text: string): string {
  const trimmed = text.trim();
  return /^(?:[\p{L}\p{N}.]+|.)$/u.test(trimmed) ? trimmed : `(${trimmed})`;
}
