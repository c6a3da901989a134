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

const TOKENS = /\\[a-zA-Z]+\*?|\\[^a-zA-Z]|\s+|[^\\]/gu;
const DEEPEST = 20;

/** Thrown and caught here: the formula needs more than a line of signs. */
class NotSimple extends Error {}

/** A formula as one readable line of signs; `undefined` where it needs more than that. */
export function latexToUnicode(source: string): string | undefined {
  try {
    const reader = new Reader(source.match(TOKENS) ?? []);
    const text = reader.all().replace(/ {2,}/g, ' ').trim();
    return text === '' ? undefined : text;
  } catch (error) {
    if (error instanceof NotSimple) return undefined;
    throw error;
  }
}

class Reader {
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  all(): string {
    let text = '';
    while (this.#at < this.#tokens.length) text += this.#one();
    return text;
  }

  #take(): string {
    const token = this.#tokens[this.#at];
    if (token === undefined) throw new NotSimple();
    this.#at += 1;
    return token;
  }

  #one(): string {
    const token = this.#take();
    if (token === '{') return this.#group();
    if (token === '^') return script(this.#argument(), SUPERSCRIPTS);
    if (token === '_') return script(this.#argument(), SUBSCRIPTS);
    if (token.startsWith('\\')) return this.#command(token.slice(1));
    if (['}', '&', '%', '#', '$'].includes(token)) throw new NotSimple();
    if (token === '~' || token.trim() === '') return ' ';
    return token === "'" ? '′' : token;
  }

  #group(): string {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new NotSimple();
    let text = '';
    while (this.#tokens[this.#at] !== '}') text += this.#one();
    this.#at += 1;
    this.#depth -= 1;
    return text;
  }

  #argument(): string {
    while (this.#tokens[this.#at]?.trim() === '') this.#at += 1;
    return this.#one();
  }

  #command(name: string): string {
    const sign = LATEX_SYMBOLS.get(name) ?? SPACING_COMMANDS.get(name);
    if (sign !== undefined) return sign;
    if (FUNCTION_NAMES.includes(name)) return this.#named(name);
    if (WRAPPER_COMMANDS.includes(name)) return this.#argument();
    if (['frac', 'dfrac', 'tfrac'].includes(name))
      return fraction(this.#argument(), this.#argument());
    if (name === 'sqrt') return this.#root();
    if (name === 'mathbb') return this.#blackboard();
    if (ACCENT_MARKS.has(name)) return this.#accented(ACCENT_MARKS.get(name) ?? '');
    if (name === '|') return '‖';
    if (['{', '}', '$', '%', '&', '#', '_'].includes(name)) return name;
    throw new NotSimple();
  }

  /** `\sin x` is read as two words, `\sin(x)` as one. */
  #named(name: string): string {
    return /^[\p{L}\p{N}\\]/u.test(this.#tokens[this.#at] ?? '') ? `${name} ` : name;
  }

  #root(): string {
    if (this.#tokens[this.#at] !== '[') return `√${bracketed(this.#argument())}`;
    const end = this.#tokens.indexOf(']', this.#at);
    const degree = this.#tokens.slice(this.#at + 1, end).join('');
    if (end < 0 || !['3', '4'].includes(degree)) throw new NotSimple();
    this.#at = end + 1;
    return `${degree === '3' ? '∛' : '∜'}${bracketed(this.#argument())}`;
  }

  #blackboard(): string {
    const sign = BLACKBOARD_LETTERS.get(this.#argument());
    if (sign === undefined) throw new NotSimple();
    return sign;
  }

  #accented(mark: string): string {
    const letter = this.#argument();
    if ([...letter].length !== 1) throw new NotSimple();
    return letter + mark;
  }
}

/** Raised or lowered, as far as Unicode has the signs. */
function script(text: string, table: ReadonlyMap<string, string>): string {
  const signs = [...text].filter((sign) => sign !== ' ').map((sign) => table.get(sign));
  if (signs.every((sign) => sign !== undefined)) return signs.join('');
  const mark = table === SUPERSCRIPTS ? '^' : '_';
  if (/[\^_]/.test(text)) throw new NotSimple();
  return `${mark}${[...text].length === 1 ? text : `(${text})`}`;
}

/** With spaces around the slash: after a bracket, Telegram would take `/x` for a command. */
function fraction(above: string, below: string): string {
  const isOneFactor = /^(?:[\p{N}.]+|.)$/u.test(below.trim());
  const isShort = isOneFactor && /^[A-Za-z0-9]+$/.test(above.trim());
  return [bracketed(above), isOneFactor ? below.trim() : `(${below.trim()})`].join(
    isShort ? '/' : ' / ',
  );
}

const bracketed = (text: string) =>
  /^(?:[\p{L}\p{N}.]+|.)$/u.test(text.trim()) ? text.trim() : `(${text.trim()})`;
