import { OPERATIONS, type Variables } from './formula-trees.ts';

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵃᵇˣ';
const PLAIN = '0123456789+-()abx';
const ROOTS: Readonly<Record<string, number>> = { '√': 2, '∛': 3, '⁵√': 5 };

/** The line can be read in more than one way. */
class AmbiguousLineError extends Error {}

/**
 * Computes a formula that stands on one line of characters, as a careful person reads it. Nothing
 * of Parley's own is used.
 *
 * @throws {AmbiguousLineError} People would not agree about the line.
 */
export function computeLine(line: string, variables: Variables): number {
  const reader = new LineReader(line, variables);
  const value = reader.readSum();
  if (reader.rest !== '') throw new AmbiguousLineError(`cannot read ${reader.rest} in ${line}`);
  return value;
}

class LineReader {
  rest: string;
  readonly #line: string;
  readonly #variables: Variables;

  constructor(line: string, variables: Variables) {
    this.rest = line;
    this.#line = line;
    this.#variables = variables;
  }

  readSum(): number {
    let value = this.#readSignedTerm();
    for (;;) {
      const sign = this.#take(/^(?: ?[+-] ?)/)?.trim();
      if (sign === undefined) return value;
      const term = this.#readSignedTerm();
      value = sign === '+' ? value + term : value - term;
    }
  }

  #readSignedTerm(): number {
    return this.#take(/^-/) === undefined ? this.#readTerm() : -this.#readTerm();
  }

  /** Factors with signs between. Behind a slash, factors side by side are ambiguous. */
  #readTerm(): number {
    let value = this.#readProduct(false);
    for (;;) {
      const sign = this.#take(/^ ?[·×/] ?/)?.trim();
      if (sign === undefined) return value;
      const factor = this.#readProduct(sign === '/');
      value = sign === '/' ? value / factor : value * factor;
    }
  }

  #readProduct(isBehindSlash: boolean): number {
    let value = this.#readPower();
    while (/^[\p{L}\d(√∛⁵]/u.test(this.rest) || /^ sin/.test(this.rest)) {
      if (isBehindSlash) this.#refuse();
      this.#take(/^ /);
      value *= this.#readPower();
    }
    return value;
  }

  #readPower(): number {
    const base = this.#readFactor();

    const raised = this.#take(new RegExp(`^[${RAISED}]+(?!√)`));
    if (raised !== undefined) {
      const exponent = [...raised].map((character) => PLAIN[RAISED.indexOf(character)]).join('');
      return OPERATIONS.power(base, computeLine(exponent, this.#variables));
    }

    if (this.#take(/^\^/) === undefined) return base;
    if (this.rest.startsWith('(')) return OPERATIONS.power(base, this.#readBrackets());
    const exponent = this.#readFactor();
    if (/^[\p{L}\d(√∛]/u.test(this.rest)) this.#refuse();
    return OPERATIONS.power(base, exponent);
  }

  #readFactor(): number {
    if (this.rest.startsWith('(')) return this.#readBrackets();

    const root = this.#take(/^(?:√|∛|⁵√)/);
    if (root !== undefined) return OPERATIONS.root(ROOTS[root] ?? Number.NaN, this.#readRadicand());
    if (this.#take(/^sin/) !== undefined) return Math.sin(this.#readOperand());

    const mixed = this.#take(/^\d+ \d+\/\d+/);
    if (mixed !== undefined) {
      const [whole = 0, above = 0, below = 0] = mixed.split(/[ /]/).map(Number);
      return whole + above / below;
    }

    const number = this.#take(/^\d+/);
    if (number !== undefined) return Number(number);
    const name = this.#take(/^\p{L}/u) ?? this.#refuse();
    return this.#variables[name] ?? this.#refuse();
  }

  /** Without brackets, only one letter or number is under the root. */
  #readRadicand(): number {
    if (this.rest.startsWith('(')) return this.#readBrackets();
    const value = this.#readFactor();
    if (new RegExp(`^[\\p{L}\\d(√∛${RAISED}^]`, 'u').test(this.rest)) this.#refuse();
    return value;
  }

  /** Without brackets, a space stands before the operand, and nothing is multiplied with it. */
  #readOperand(): number {
    if (this.rest.startsWith('(')) return this.#readBrackets();
    if (this.#take(/^ /) === undefined) this.#refuse();
    const value = this.#readFactor();
    if (new RegExp(`^(?:[\\p{L}\\d(√∛${RAISED}^/·]| [/·×])`, 'u').test(this.rest)) this.#refuse();
    return value;
  }

  #readBrackets(): number {
    this.#take(/^\(/);
    const value = this.readSum();
    if (this.#take(/^\)/) === undefined) this.#refuse();
    return value;
  }

  #take(pattern: RegExp): string | undefined {
    const found = pattern.exec(this.rest)?.[0];
    if (found !== undefined) this.rest = this.rest.slice(found.length);
    return found;
  }

  #refuse(): never {
    throw new AmbiguousLineError(`ambiguous at ${this.rest}: ${this.#line}`);
  }
}
