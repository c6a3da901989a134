import type { ArgumentReader } from './argument-reader.ts';
import { type FormulaPiece, isInOneBracket } from './formula-piece.ts';
import { LATEX_COMMAND_READERS } from './latex-command-readers.ts';
import { NotReadableError } from './not-readable-error.ts';
import { readCharacter } from './read-character.ts';
import { writeFormula } from './write-formula.ts';
import { type Script, writeScripts } from './write-scripts.ts';

/** A command with the space that ends it, an escaped character, white space, or one character. */
const TOKENS = /\\(?:operatorname\*|hspace\*|tag\*|[a-zA-Z]+)\s*|\\[^a-zA-Z]|\s+|[^\\]/gu;
/** Each command and each pair of braces counts as a level. */
const MAX_NESTING = 40;
/** White space, and commands that only tell where the scripts of a sign stand. */
const IGNORED_BEFORE_SCRIPT = /^(?:\s+|\\(?:no)?limits\s*)$/;
const DIGIT = /^\d$/;
/** The letters of scripts without spaces, whose neighbours are a word together with them. */
const LETTER_OF_WORD = /^(?!\p{Script=Latin}|\p{Script=Greek})\p{L}$/u;

/**
 * Reads a formula in LaTeX.
 *
 * @throws {NotReadableError} Characters on one line cannot show it.
 */
export function readFormula(source: string): readonly FormulaPiece[] {
  const tokens = source.match(TOKENS) ?? [];
  return new FormulaReader(tokens.map((token) => tellApart(token, source))).readAll();
}

/** Two forms of one letter, which only differ where a formula has both. */
function tellApart(token: string, source: string): string {
  if (token.startsWith('\\phi') && source.includes('\\varphi')) return 'ϕ';
  if (token.startsWith('\\epsilon') && source.includes('\\varepsilon')) return 'ϵ';
  return token;
}

class FormulaReader implements ArgumentReader {
  readonly #tokens: readonly string[];
  #index = 0;
  #nesting = 0;
  isSpaced = false;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  readAll(): FormulaPiece[] {
    return this.#readUntil((token) => token === undefined);
  }

  takeToken(): string {
    while (this.#next?.trim() === '') this.#index += 1;
    const token = this.#next;
    if (token === undefined) throw new NotReadableError();
    this.#index += 1;
    return token;
  }

  readArgument(): FormulaPiece[] {
    const token = this.takeToken();
    return token === '{' ? this.#readGroup() : this.#readToken(token);
  }

  readRawArgument(): string {
    const first = this.takeToken();
    if (first !== '{') return first;

    let text = '';
    let depth = 1;
    for (;;) {
      const token = this.#next;
      this.#index += 1;
      if (token === undefined) throw new NotReadableError();
      if (token === '{') depth += 1;
      if (token === '}') depth -= 1;
      if (depth === 0) return text;
      text += token;
    }
  }

  readOption(): FormulaPiece[] | undefined {
    if (this.#next !== '[') return undefined;
    this.#index += 1;
    const pieces = this.#readUntil((token) => token === ']');
    this.#index += 1;
    return pieces;
  }

  readUntilCommand(name: string): FormulaPiece[] {
    const pieces = this.#readUntil((token) => token?.trim() === `\\${name}`);
    this.#index += 1;
    return pieces;
  }

  get #next(): string | undefined {
    return this.#tokens[this.#index];
  }

  #readUntil(isEnd: (token: string | undefined) => boolean): FormulaPiece[] {
    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) throw new NotReadableError();

    const pieces: FormulaPiece[] = [];
    while (!isEnd(this.#next)) {
      if (this.#next === undefined) throw new NotReadableError();
      pieces.push(...this.#readTerm(this.#next));
    }

    this.#nesting -= 1;
    return pieces;
  }

  #readGroup(): FormulaPiece[] {
    const pieces = this.#readUntil((token) => token === '}');
    this.#index += 1;
    return pieces;
  }

  #readTerm(token: string): FormulaPiece[] {
    const base = this.#readBase(token);
    const isSpace = base.every(({ kind }) => kind === 'space');
    if (isSpace && base.length > 0) return base;

    const scripts = this.#readScripts();
    return scripts.length > 0 ? writeScripts(base, scripts) : base;
  }

  #readBase(token: string): FormulaPiece[] {
    if (token === '^' || token === '_') return [];
    if (DIGIT.test(token)) return [{ kind: 'number', text: this.#readNumber() }];
    if (LETTER_OF_WORD.test(token)) return [{ kind: 'word', text: this.#readWord() }];

    this.#index += 1;
    return token === '{' ? this.#readGroup() : this.#readToken(token);
  }

  /** Reads digits with a point, or with commas that stand in braces: `1{,}000`. */
  #readNumber(): string {
    let number = '';
    for (;;) {
      const [token = '', second = '', third = '', fourth = ''] = this.#tokens.slice(
        this.#index,
        this.#index + 4,
      );
      const isComma = token === '{' && /^[,.]$/.test(second) && third === '}' && DIGIT.test(fourth);
      const isPoint = token === '.' && DIGIT.test(second);
      if (!isComma && !isPoint && !DIGIT.test(token)) return number;

      number += isComma ? second : token;
      this.#index += isComma ? 3 : 1;
    }
  }

  #readWord(): string {
    let word = '';
    while (LETTER_OF_WORD.test(this.#next ?? '') || /^\p{M}$/u.test(this.#next ?? '')) {
      word += this.#next;
      this.#index += 1;
    }
    return word;
  }

  #readToken(token: string): FormulaPiece[] {
    if (token.trim() === '') return [{ kind: 'space', text: ' ' }];
    if (!token.startsWith('\\')) return [readCharacter(token)];

    const name = token.slice(1).trimEnd();
    const readCommand = LATEX_COMMAND_READERS.get(name || ' ');
    if (readCommand === undefined) throw new NotReadableError();

    this.#nesting += 1;
    if (this.#nesting > MAX_NESTING) throw new NotReadableError();
    this.isSpaced = /\s$/.test(token);
    const pieces = readCommand(this);
    this.#nesting -= 1;
    return pieces;
  }

  #readScripts(): Script[] {
    const scripts: Script[] = [];
    for (;;) {
      const start = this.#index;
      while (IGNORED_BEFORE_SCRIPT.test(this.#next ?? 'x')) this.#index += 1;

      const sign = this.#next;
      if (sign !== '^' && sign !== '_' && sign !== "'") {
        this.#index = start;
        return scripts;
      }
      this.#index += 1;
      scripts.push(sign === "'" ? { sign: '^', text: '′' } : this.#readScript(sign));
    }
  }

  #readScript(sign: '^' | '_'): Script {
    const start = this.#index;
    const pieces = this.readArgument();
    const [first] = pieces;

    const isOneToken = this.#index === start + 1 && first !== undefined;
    if (isOneToken && this.#isCutOff(first)) throw new NotReadableError();
    return {
      sign,
      text: writeFormula(pieces),
      isBracketed: isInOneBracket(pieces),
    };
  }

  /** `x^10` is x¹0 in LaTeX, and `10^-3` is 10⁻3. Probably, the writer left out braces. */
  #isCutOff({ kind, text }: FormulaPiece): boolean {
    const next = this.#next ?? '';
    if (kind === 'number') return DIGIT.test(next);
    if (kind === 'open') return true;
    return (text === '-' && /^(?:\w|\\)/.test(next)) || (text === '+' && DIGIT.test(next));
  }
}
